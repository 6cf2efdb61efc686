package dev.sallyport.storage;

import static dev.sallyport.storage.DocumentSamples.ADA;
import static dev.sallyport.storage.DocumentSamples.ADAS;
import static dev.sallyport.storage.DocumentSamples.ANYTHING;
import static dev.sallyport.storage.DocumentSamples.EVES;
import static dev.sallyport.storage.DocumentSamples.FORM;
import static dev.sallyport.storage.DocumentSamples.ROOM;
import static dev.sallyport.storage.DocumentSamples.by;
import static dev.sallyport.storage.DocumentSamples.id;
import static dev.sallyport.storage.DocumentSamples.titled;
import static dev.sallyport.storage.DocumentSamples.with;
import static dev.sallyport.storage.DocumentSamples.written;
import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.document.Document;
import dev.sallyport.domain.document.DocumentStore;
import dev.sallyport.domain.document.Draft;
import dev.sallyport.domain.document.Query;
import dev.sallyport.domain.document.Query.Filter;
import dev.sallyport.domain.document.SortKey;
import dev.sallyport.domain.page.Slice;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How every store of documents lists them. */
abstract class DocumentListContract extends StoreContract {
    private DocumentStore documents() {
        return stores().documents();
    }

    private List<String> ids(Query query) {
        return documents().list(ADAS, query, Slice.first(200)).items().stream()
                .map(document -> document.id().value())
                .toList();
    }

    private static Query by(String field, Filter... filters) {
        return new Query(field, false, List.of(filters));
    }

    @Test
    void a_list_goes_from_new_to_old_by_pages_and_shows_one_space() {
        for (int i = 0; i < 5; i++) {
            documents()
                    .put(
                            ADAS,
                            id("d" + i),
                            DocumentSamples.by(ADA),
                            titled("a"),
                            ANYTHING,
                            ROOM,
                            NOW.plusMillis(i / 2));
        }
        written(documents(), EVES, "d9", titled("eves"));
        for (int limit : List.of(1, 2, 5, 6)) {
            assertThat(Pages.walk(limit, slice -> documents().list(ADAS, Query.ALL, slice)))
                    .extracting(document -> document.id().value())
                    .containsExactly("d4", "d3", "d2", "d1", "d0");
        }
        Pages.refuseForeignCursors(slice -> documents().list(ADAS, Query.ALL, slice));
    }

    @Test
    void a_page_goes_on_where_it_ended_though_that_document_is_gone_or_changed() {
        for (String title : List.of("a", "b", "c", "d")) {
            written(documents(), ADAS, title, titled(title));
        }
        var first = documents().list(ADAS, by("title"), Slice.first(2));
        documents().remove(ADAS, id("b"), DocumentSamples.by(ADA), ANYTHING, NOW);
        written(documents(), ADAS, "a", titled("z"));
        assertThat(documents()
                        .list(ADAS, by("title"), new Slice(first.next(), 10))
                        .items())
                .extracting(document -> document.id().value())
                .containsExactly("c", "d", "a");
    }

    @Test
    void values_sort_within_their_kind_and_what_is_not_there_comes_first() {
        List<SortKey> sorted = List.of(
                SortKey.NOTHING,
                SortKey.of(false),
                SortKey.of(true),
                SortKey.of(-1e300),
                SortKey.of(-2),
                SortKey.of(-0.5),
                SortKey.of(0),
                SortKey.of(0.5),
                SortKey.of(10),
                SortKey.of(1e300),
                SortKey.of(""),
                SortKey.of("\u0000"),
                SortKey.of("\u0001"),
                SortKey.of("A"),
                SortKey.of("a"),
                SortKey.of("a\u0000"),
                SortKey.of("ab"),
                SortKey.of("é"),
                SortKey.of("\uFFFD"),
                SortKey.of("🗝"));
        List<Integer> order = IntStream.range(0, sorted.size()).boxed().collect(java.util.stream.Collectors.toList());
        java.util.Collections.shuffle(order, new Random(1));
        order.forEach(i -> written(documents(), ADAS, "d" + i, with(Map.of("title", sorted.get(i)))));
        assertThat(ids(by("title")))
                .isEqualTo(
                        IntStream.range(0, sorted.size()).mapToObj(i -> "d" + i).toList());
        assertThat(ids(new Query("title", true, List.of())))
                .isEqualTo(IntStream.range(0, sorted.size())
                        .mapToObj(i -> "d" + (sorted.size() - 1 - i))
                        .toList());
        for (int i = 0; i < sorted.size(); i++) {
            SortKey key = sorted.get(i);
            assertThat(ids(by("title", new Filter("title", key.only())))).containsExactly("d" + i);
            assertThat(ids(by("title", new Filter("title", key.above())))).hasSize(sorted.size() - 1 - i);
            assertThat(ids(by("title", new Filter("title", key.least())))).hasSize(sorted.size() - i);
            assertThat(ids(by("title", new Filter("title", key.below())))).hasSize(i);
            assertThat(ids(by("title", new Filter("title", key.most())))).hasSize(i + 1);
        }
    }

    @Test
    void filters_hold_together_in_any_order_of_fields() {
        for (int i = 0; i < 20; i++) {
            written(
                    documents(),
                    ADAS,
                    "d%02d".formatted(i),
                    with(Map.of(
                            "even", SortKey.of(i % 2 == 0), "number", SortKey.of(i), "title", SortKey.of("t" + i))));
        }
        var even = new Filter("even", SortKey.of(true).only());
        var atLeastTen = new Filter("number", SortKey.of(10).least());
        var belowSixteen = new Filter("number", SortKey.of(16).below());
        List<String> both = List.of("d10", "d12", "d14");
        assertThat(ids(by("number", even, atLeastTen, belowSixteen))).isEqualTo(both);
        assertThat(ids(by("even", even, atLeastTen, belowSixteen))).isEqualTo(both);
        assertThat(ids(by("title", even, atLeastTen, belowSixteen))).isEqualTo(both);
        assertThat(ids(new Query(Query.AGE, true, List.of(even, atLeastTen, belowSixteen))))
                .isEqualTo(both.reversed());
        assertThat(ids(by("number", new Filter("number", SortKey.Kind.TEXT.all()))))
                .isEmpty();
        for (int limit : List.of(1, 2, 3, 4)) {
            assertThat(Pages.walk(
                            limit, slice -> documents().list(ADAS, by("title", even, atLeastTen, belowSixteen), slice)))
                    .extracting(document -> document.id().value())
                    .isEqualTo(both);
        }
    }

    @Test
    void a_list_follows_what_is_written_again_and_taken_away() {
        written(documents(), ADAS, "a", titled("x"));
        written(documents(), ADAS, "b", titled("y"));
        written(documents(), ADAS, "a", titled("z"));
        assertThat(ids(by("title"))).containsExactly("b", "a");
        assertThat(ids(by("title", new Filter("title", SortKey.of("x").only()))))
                .isEmpty();
        documents().remove(ADAS, id("b"), DocumentSamples.by(ADA), ANYTHING, NOW);
        assertThat(ids(by("title"))).containsExactly("a");
    }

    @Test
    void what_was_indexed_after_another_declaration_is_found_and_indexed_anew() {
        var without = new Draft("{\"title\":\"a\"}", Map.of(), "{}");
        Document old = written(documents(), ADAS, "old", without);
        written(documents(), ADAS, "new", titled("b"));
        assertThat(ids(by("title"))).containsExactly("new");
        assertThat(documents().indexedOtherwise("notes", FORM, 10)).containsExactly(old);
        assertThat(documents().index(old, titled("a"))).isTrue();
        assertThat(ids(by("title"))).containsExactly("old", "new");
        assertThat(documents().byId(ADAS, old.id())).contains(old);
        assertThat(documents().lastChange(ADAS)).isEqualTo(2);
        assertThat(documents().indexedOtherwise("notes", FORM, 10)).isEmpty();
        written(documents(), ADAS, "old", titled("c"));
        assertThat(documents().index(old, titled("a"))).isFalse();
        assertThat(ids(by("title"))).containsExactly("new", "old");
    }

    @Test
    void pages_of_any_size_are_the_whole_list() {
        var chance = new Random(7);
        for (int i = 0; i < 120; i++) {
            SortKey key = Stream.of(SortKey.NOTHING, SortKey.of(chance.nextInt(5)), SortKey.of("t" + chance.nextInt(9)))
                    .toList()
                    .get(chance.nextInt(3));
            written(documents(), ADAS, "d" + chance.nextInt(90), with(Map.of("title", key)));
        }
        for (boolean down : List.of(true, false)) {
            var query = new Query("title", down, List.of());
            List<Document> all = documents().list(ADAS, query, Slice.first(200)).items();
            for (int limit : List.of(1, 3, 7, 50)) {
                assertThat(Pages.walk(limit, slice -> documents().list(ADAS, query, slice)))
                        .isEqualTo(all);
            }
        }
    }
}
