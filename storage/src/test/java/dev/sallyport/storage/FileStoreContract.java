package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.FileStore;
import dev.sallyport.domain.file.FileStore.Removed;
import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of files does. */
abstract class FileStoreContract extends StoreContract {
    private static final PersonId ADA = new PersonId(new UUID(0, 1));
    private static final PersonId EVE = new PersonId(new UUID(0, 2));

    private FileStore files() {
        return stores().files();
    }

    private StoredFile added(PersonId owner, long size, String digest, Instant created) {
        var file = new StoredFile(
                new FileId(UUID.randomUUID()), owner, "a 'file' 🗝.pdf", size, "application/pdf", digest, created);
        assertThat(files().add(file, Long.MAX_VALUE)).isTrue();
        return file;
    }

    @Test
    void a_file_is_found_as_it_was_added_and_an_unknown_one_is_not() {
        StoredFile file = added(ADA, 5_000_000_000L, "aa", NOW);
        assertThat(files().byId(file.id())).contains(file);
        assertThat(files().byId(new FileId(new UUID(0, 0)))).isEmpty();
    }

    @Test
    void an_owners_files_go_from_new_to_old_by_pages() {
        var hers = new ArrayList<StoredFile>();
        for (int i = 0; i < 5; i++) {
            hers.add(added(ADA, i, "aa", NOW.plusMillis(i / 2)));
        }
        added(EVE, 1, "aa", NOW);
        hers.sort(Comparator.comparing(StoredFile::created)
                .thenComparing(file -> file.id().toString())
                .reversed());
        for (int limit : List.of(1, 2, 5, 6)) {
            assertThat(Pages.walk(limit, slice -> files().of(ADA, slice))).isEqualTo(hers);
        }
        Pages.refuseForeignCursors(slice -> files().of(ADA, slice));
        var first = files().of(ADA, Slice.first(2));
        files().remove(first.items().getLast().id(), ADA);
        assertThat(files().of(ADA, new Slice(first.next(), 10)).items()).isEqualTo(hers.subList(2, 5));
    }

    @Test
    void what_an_owners_files_take_is_added_up_beyond_32_bits() {
        assertThat(files().used(ADA)).isZero();
        added(ADA, 4_000_000_000L, "aa", NOW);
        added(ADA, 4_000_000_001L, "bb", NOW);
        added(EVE, 7, "aa", NOW);
        assertThat(files().used(ADA)).isEqualTo(8_000_000_001L);
    }

    @Test
    void T14_only_the_owner_removes_a_file_and_only_once() {
        StoredFile file = added(ADA, 1, "aa", NOW);
        assertThat(files().remove(file.id(), EVE)).isEqualTo(new Removed.NotFound());
        assertThat(files().byId(file.id())).contains(file);
        assertThat(files().remove(file.id(), ADA)).isEqualTo(new Removed.Gone(file, true));
        assertThat(files().remove(file.id(), ADA)).isEqualTo(new Removed.NotFound());
        assertThat(files().byId(file.id())).isEmpty();
    }

    @Test
    void the_last_file_of_a_content_is_told_from_the_others_whoevers_they_are() {
        StoredFile one = added(ADA, 1, "aa", NOW);
        StoredFile two = added(EVE, 1, "aa", NOW);
        StoredFile other = added(ADA, 1, "AA", NOW);
        assertThat(files().remove(one.id(), ADA)).isEqualTo(new Removed.Gone(one, false));
        assertThat(files().remove(two.id(), EVE)).isEqualTo(new Removed.Gone(two, true));
        assertThat(files().remove(other.id(), ADA)).isEqualTo(new Removed.Gone(other, true));
    }

    @Test
    void a_content_is_in_use_as_long_as_a_file_has_it() {
        StoredFile one = added(ADA, 1, "aa", NOW);
        StoredFile two = added(EVE, 1, "aa", NOW);
        assertThat(files().uses("aa")).isTrue();
        assertThat(files().uses("AA")).isFalse();
        files().remove(one.id(), ADA);
        assertThat(files().uses("aa")).isTrue();
        files().remove(two.id(), EVE);
        assertThat(files().uses("aa")).isFalse();
    }

    @Test
    void T13_one_of_a_hundred_removes_a_file() throws Exception {
        StoredFile file = added(ADA, 1, "aa", NOW);
        assertThat(Race.of(i -> files().remove(file.id(), ADA)))
                .filteredOn(new Removed.Gone(file, true)::equals)
                .hasSize(1);
    }

    @Test
    void T13_of_a_hundred_files_of_one_content_removed_at_once_one_is_the_last() throws Exception {
        var all = Race.of(i -> added(ADA, 1, "aa", NOW));
        assertThat(Race.of(i -> files().remove(all.get(i).id(), ADA)))
                .filteredOn(gone -> gone instanceof Removed.Gone(StoredFile file, boolean last) && last)
                .hasSize(1);
    }
}
