package dev.sallyport.storage;

import static dev.sallyport.storage.DocumentSamples.ADA;
import static dev.sallyport.storage.DocumentSamples.ADAS;
import static dev.sallyport.storage.DocumentSamples.ANYTHING;
import static dev.sallyport.storage.DocumentSamples.EVE;
import static dev.sallyport.storage.DocumentSamples.EVES;
import static dev.sallyport.storage.DocumentSamples.FORM;
import static dev.sallyport.storage.DocumentSamples.ROOM;
import static dev.sallyport.storage.DocumentSamples.SHARED;
import static dev.sallyport.storage.DocumentSamples.by;
import static dev.sallyport.storage.DocumentSamples.id;
import static dev.sallyport.storage.DocumentSamples.put;
import static dev.sallyport.storage.DocumentSamples.titled;
import static dev.sallyport.storage.DocumentSamples.written;
import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.document.Change;
import dev.sallyport.domain.document.Document;
import dev.sallyport.domain.document.DocumentStore;
import dev.sallyport.domain.document.DocumentStore.Put;
import dev.sallyport.domain.document.DocumentStore.Removed;
import dev.sallyport.domain.document.Draft;
import dev.sallyport.domain.document.Expected;
import dev.sallyport.domain.document.Quota;
import dev.sallyport.domain.document.Space;
import dev.sallyport.domain.page.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every store of documents does when they are written, taken away and followed. */
abstract class DocumentStoreContract extends StoreContract {
    private DocumentStore documents() {
        return stores().documents();
    }

    @Test
    void a_document_is_found_as_it_was_written_and_an_unknown_one_is_not() {
        var draft = new Draft("{\"a\":\"\\u0000 'x' 🗝\"}", Map.of(), FORM);
        Put created = put(documents(), ADAS, "one", draft, ANYTHING);
        var hers = new Document(ADAS, id("one"), by(ADA), draft.body(), 1, NOW, NOW);
        assertThat(created).isEqualTo(new Put.Created(hers));
        assertThat(documents().byId(ADAS, id("one"))).contains(hers);
        assertThat(documents().byId(ADAS, id("One"))).isEmpty();
    }

    @Test
    void a_document_that_is_written_again_keeps_its_age_and_gets_another_version() {
        written(documents(), ADAS, "one", titled("a"));
        Put again = documents().put(ADAS, id("one"), by(ADA), titled("b"), ANYTHING, ROOM, NOW.plusSeconds(5));
        var now = new Document(ADAS, id("one"), by(ADA), titled("b").body(), 2, NOW, NOW.plusSeconds(5));
        assertThat(again).isEqualTo(new Put.Replaced(now));
        assertThat(documents().byId(ADAS, id("one"))).contains(now);
    }

    @Test
    void T47_one_id_in_two_spaces_is_two_documents() {
        Document hers = written(documents(), ADAS, "one", titled("hers"));
        assertThat(documents().byId(EVES, id("one"))).isEmpty();
        assertThat(documents().remove(EVES, id("one"), by(EVE), ANYTHING, NOW)).isEqualTo(new Removed.NotFound());
        assertThat(documents().byId(Space.of("other", ADA), id("one"))).isEmpty();
        assertThat(documents().byId(Space.shared("notes"), id("one"))).isEmpty();
        written(documents(), EVES, "one", titled("eves"));
        assertThat(documents().byId(ADAS, id("one"))).contains(hers);
        assertThat(documents().changes(EVES, 0, 10)).hasSize(1);
    }

    @Test
    void T47_in_a_shared_space_only_the_owner_writes_a_document_again() {
        Put hers = documents().put(SHARED, id("one"), by(ADA), titled("hers"), ANYTHING, ROOM, NOW);
        assertThat(documents().put(SHARED, id("one"), by(EVE), titled("eves"), ANYTHING, ROOM, NOW))
                .isEqualTo(new Put.NotOwner());
        assertThat(documents().remove(SHARED, id("one"), by(EVE), ANYTHING, NOW))
                .isEqualTo(new Removed.NotOwner());
        assertThat(documents().byId(SHARED, id("one"))).contains(DocumentSamples.document(hers));
        assertThat(documents().put(SHARED, id("one"), by(ADA), titled("again"), ANYTHING, ROOM, NOW))
                .isInstanceOf(Put.Replaced.class);
    }

    @Test
    void a_write_is_done_only_where_what_is_there_is_expected() {
        assertThat(put(documents(), ADAS, "one", titled("a"), new Expected.Present()))
                .isEqualTo(new Put.Unexpected());
        assertThat(put(documents(), ADAS, "one", titled("a"), new Expected.OneOf(Set.of(0L, 1L))))
                .isEqualTo(new Put.Unexpected());
        assertThat(put(documents(), ADAS, "one", titled("a"), new Expected.Absent()))
                .isInstanceOf(Put.Created.class);
        assertThat(put(documents(), ADAS, "one", titled("b"), new Expected.Absent()))
                .isEqualTo(new Put.Unexpected());
        assertThat(put(documents(), ADAS, "one", titled("b"), new Expected.OneOf(Set.of(7L))))
                .isEqualTo(new Put.Unexpected());
        assertThat(put(documents(), ADAS, "one", titled("b"), new Expected.OneOf(Set.of(7L, 1L))))
                .isInstanceOf(Put.Replaced.class);
        assertThat(documents().remove(ADAS, id("one"), by(ADA), new Expected.OneOf(Set.of(1L)), NOW))
                .isEqualTo(new Removed.Unexpected());
        assertThat(documents().lastChange(ADAS)).isEqualTo(2);
        assertThat(documents().remove(ADAS, id("one"), by(ADA), new Expected.OneOf(Set.of(2L)), NOW))
                .isEqualTo(new Removed.Gone(3));
        assertThat(documents().byId(ADAS, id("one"))).isEmpty();
    }

    @Test
    void T13_of_a_hundred_who_know_the_same_version_one_writes() throws Exception {
        Document one = written(documents(), ADAS, "one", titled("a"));
        var expected = new Expected.OneOf(Set.of(one.version()));
        assertThat(Race.of(i -> put(documents(), ADAS, "one", titled("b" + i), expected)))
                .filteredOn(Put.Replaced.class::isInstance)
                .hasSize(1);
        assertThat(documents().lastChange(ADAS)).isEqualTo(2);
    }

    @Test
    void T13_of_a_hundred_who_make_the_same_document_one_does() throws Exception {
        assertThat(Race.of(i -> put(documents(), SHARED, "one", titled("b" + i), new Expected.Absent())))
                .filteredOn(Put.Created.class::isInstance)
                .hasSize(1);
    }

    @Test
    void T13_of_a_hundred_who_take_it_away_one_does() throws Exception {
        written(documents(), ADAS, "one", titled("a"));
        assertThat(Race.of(i -> documents().remove(ADAS, id("one"), by(ADA), ANYTHING, NOW)))
                .filteredOn(Removed.Gone.class::isInstance)
                .hasSize(1);
    }

    @Test
    void a_hundred_writers_at_once_make_a_hundred_changes_without_a_gap() throws Exception {
        assertThat(Race.of(
                        i -> written(documents(), SHARED, "d" + i, titled("a")).version()))
                .containsExactlyInAnyOrderElementsOf(java.util.stream.LongStream.rangeClosed(1, Race.CALLERS)
                        .boxed()
                        .toList());
        assertThat(documents().changes(SHARED, 0, 200).stream().map(Change::number))
                .isSorted()
                .hasSize(Race.CALLERS);
    }

    @Test
    void T43_an_owner_has_so_many_documents_and_bytes_wherever_they_lie() {
        var two = new Quota(2, 1_000);
        for (Space space : List.of(ADAS, SHARED)) {
            assertThat(documents().put(space, id("a"), by(ADA), titled("a"), ANYTHING, two, NOW))
                    .isInstanceOf(Put.Created.class);
            assertThat(documents().put(space, id("b"), by(ADA), titled("b"), ANYTHING, two, NOW))
                    .isInstanceOf(Put.Created.class);
            assertThat(documents().put(space, id("c"), by(ADA), titled("c"), ANYTHING, two, NOW))
                    .isEqualTo(new Put.OverQuota(two));
            assertThat(documents().put(space, id("b"), by(ADA), titled("c"), ANYTHING, two, NOW))
                    .isInstanceOf(Put.Replaced.class);
            documents().remove(space, id("a"), by(ADA), ANYTHING, NOW);
            assertThat(documents().put(space, id("c"), by(ADA), titled("c"), ANYTHING, two, NOW))
                    .isInstanceOf(Put.Created.class);
        }
        assertThat(documents().put(SHARED, id("e"), by(EVE), titled("e"), ANYTHING, two, NOW))
                .isInstanceOf(Put.Created.class);
    }

    @Test
    void T43_bytes_are_counted_by_what_is_there_now() {
        int one = titled("12345").size();
        var bytes = new Quota(10, 2L * one);
        assertThat(documents().put(SHARED, id("a"), Optional.empty(), titled("12345"), ANYTHING, bytes, NOW))
                .isInstanceOf(Put.Created.class);
        assertThat(documents().put(SHARED, id("b"), Optional.empty(), titled("12345"), ANYTHING, bytes, NOW))
                .isInstanceOf(Put.Created.class);
        assertThat(documents().put(SHARED, id("b"), Optional.empty(), titled("123456"), ANYTHING, bytes, NOW))
                .isEqualTo(new Put.OverQuota(bytes));
        assertThat(documents().put(SHARED, id("a"), Optional.empty(), titled("1234"), ANYTHING, bytes, NOW))
                .isInstanceOf(Put.Replaced.class);
        assertThat(documents().put(SHARED, id("b"), Optional.empty(), titled("123456"), ANYTHING, bytes, NOW))
                .isInstanceOf(Put.Replaced.class);
    }

    @Test
    void T13_a_hundred_at_once_do_not_pass_the_quota_together() throws Exception {
        var ten = new Quota(10, 1_000_000);
        assertThat(Race.of(i -> documents().put(ADAS, id("d" + i), by(ADA), titled("a"), ANYTHING, ten, NOW)))
                .filteredOn(Put.Created.class::isInstance)
                .hasSize(10);
    }

    @Test
    void changes_tell_the_last_of_each_document_in_order() {
        Document a = written(documents(), ADAS, "a", titled("a"));
        written(documents(), ADAS, "b", titled("b"));
        Document b = written(documents(), ADAS, "b", titled("bb"));
        written(documents(), ADAS, "c", titled("c"));
        documents().remove(ADAS, id("c"), by(ADA), ANYTHING, NOW);
        Change first = new Change(1, id("a"), Optional.of(a));
        Change second = new Change(3, id("b"), Optional.of(b));
        Change third = new Change(5, id("c"), Optional.empty());
        assertThat(documents().changes(ADAS, 0, 10)).containsExactly(first, second, third);
        assertThat(documents().changes(ADAS, 0, 2)).containsExactly(first, second);
        assertThat(documents().changes(ADAS, 3, 10)).containsExactly(third);
        assertThat(documents().changes(ADAS, 5, 10)).isEmpty();
        Document c = written(documents(), ADAS, "c", titled("again"));
        assertThat(documents().changes(ADAS, 3, 10)).containsExactly(new Change(6, id("c"), Optional.of(c)));
    }

    @Test
    void a_persons_documents_are_found_and_removed_in_every_collection() {
        var hers = new ArrayList<Document>();
        hers.add(written(documents(), Space.of("a", ADA), "2", titled("a")));
        hers.add(DocumentSamples.document(documents().put(SHARED, id("1"), by(ADA), titled("b"), ANYTHING, ROOM, NOW)));
        hers.add(written(documents(), ADAS, "1", titled("a")));
        hers.add(written(documents(), ADAS, "3", titled("c")));
        Document eves = written(documents(), EVES, "1", titled("eves"));
        Document nobodys = written(documents(), SHARED, "2", titled("nobody's"));
        for (int limit : List.of(1, 2, 4, 5)) {
            assertThat(Pages.walk(limit, slice -> documents().ownedBy(ADA, slice)))
                    .isEqualTo(hers);
        }
        Pages.refuseForeignCursors(slice -> documents().ownedBy(ADA, slice));
        assertThat(documents().removeOwnedBy(ADA, 3, NOW)).isEqualTo(3);
        assertThat(documents().removeOwnedBy(ADA, 3, NOW)).isEqualTo(1);
        assertThat(documents().removeOwnedBy(ADA, 3, NOW)).isZero();
        assertThat(documents().ownedBy(ADA, Slice.first(10)).items()).isEmpty();
        assertThat(documents().changes(ADAS, 0, 10)).isEmpty();
        assertThat(documents().changes(SHARED, 2, 10)).containsExactly(new Change(3, id("1"), Optional.empty()));
        assertThat(documents().byId(EVES, eves.id())).contains(eves);
        assertThat(documents().byId(SHARED, nobodys.id())).contains(nobodys);
    }
}
