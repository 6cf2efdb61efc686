package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.Reader;
import dev.sallyport.domain.file.ShareStore;
import dev.sallyport.domain.file.ShareStore.Shared;
import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of shares does. */
abstract class ShareStoreContract extends StoreContract {
    private static final PersonId ADA = new PersonId(new UUID(0, 1));
    private static final PersonId EVE = new PersonId(new UUID(0, 2));
    private static final Reader EDITORS = new Reader("role:editors");
    private static final Reader BOB = new Reader("person:00000000-0000-0000-0000-000000000003");
    private static final int MANY = 100;

    private ShareStore shares() {
        return stores().shares();
    }

    private StoredFile added(PersonId owner, int seconds) {
        var file = new StoredFile(
                new FileId(UUID.randomUUID()), owner, "a.txt", 1, "text/plain", "aa", NOW.plusSeconds(seconds));
        assertThat(stores().files().add(file, Long.MAX_VALUE)).isTrue();
        return file;
    }

    @Test
    void who_was_let_in_may_read_and_nobody_else() {
        FileId id = added(ADA, 0).id();
        FileId other = added(ADA, 0).id();
        assertThat(shares().share(id, ADA, EDITORS, MANY)).isEqualTo(Shared.SHARED);
        assertThat(shares().share(id, ADA, EDITORS, MANY)).as("once more").isEqualTo(Shared.SHARED);
        assertThat(shares().mayRead(id, Set.of(EDITORS))).isTrue();
        assertThat(shares().mayRead(id, Set.of(BOB, EDITORS))).isTrue();
        assertThat(shares().mayRead(id, Set.of(BOB))).isFalse();
        assertThat(shares().mayRead(other, Set.of(EDITORS))).isFalse();
        assertThat(shares().readers(id)).containsExactly(EDITORS);
        shares().share(id, ADA, BOB, MANY);
        assertThat(shares().readers(id)).containsExactly(BOB, EDITORS);
        assertThat(shares().withdraw(id, ADA, EDITORS)).isTrue();
        assertThat(shares().withdraw(id, ADA, EDITORS)).isFalse();
        assertThat(shares().mayRead(id, Set.of(EDITORS))).isFalse();
    }

    @Test
    void T47_only_the_owner_lets_in_and_shuts_out() {
        FileId id = added(ADA, 0).id();
        assertThat(shares().share(id, EVE, BOB, MANY)).isEqualTo(Shared.NOT_FOUND);
        assertThat(shares().share(new FileId(new UUID(0, 0)), ADA, BOB, MANY)).isEqualTo(Shared.NOT_FOUND);
        shares().share(id, ADA, BOB, MANY);
        assertThat(shares().withdraw(id, EVE, BOB)).isFalse();
        assertThat(shares().readers(id)).containsExactly(BOB);
    }

    @Test
    void T43_a_file_has_so_many_readers_and_no_more() throws Exception {
        FileId id = added(ADA, 0).id();
        assertThat(Race.wins(i -> shares().share(id, ADA, new Reader("role:r" + i), 7) == Shared.SHARED))
                .isEqualTo(7);
        Reader there = shares().readers(id).getFirst();
        assertThat(shares().share(id, ADA, there, 7)).isEqualTo(Shared.SHARED);
        assertThat(shares().share(id, ADA, BOB, 7)).isEqualTo(Shared.TOO_MANY);
    }

    @Test
    void shares_go_with_the_file() {
        StoredFile file = added(ADA, 0);
        shares().share(file.id(), ADA, BOB, MANY);
        stores().files().remove(file.id(), ADA);
        assertThat(shares().readers(file.id())).isEmpty();
        assertThat(shares().mayRead(file.id(), Set.of(BOB))).isFalse();
        assertThat(shares().sharedWith(Set.of(BOB), Slice.first(10)).items()).isEmpty();
    }

    @Test
    void what_is_shared_with_one_is_listed_once_newest_first_by_pages() {
        var shared = new ArrayList<StoredFile>();
        for (int i = 0; i < 5; i++) {
            StoredFile file = added(i % 2 == 0 ? ADA : EVE, i / 2);
            shares().share(file.id(), file.owner(), i == 3 ? EDITORS : BOB, MANY);
            shares().share(file.id(), file.owner(), EDITORS, MANY);
            shared.add(file);
        }
        added(ADA, 9);
        shared.sort(Comparator.comparing(StoredFile::created)
                .thenComparing(file -> file.id().toString())
                .reversed());
        for (int limit : List.of(1, 2, 5, 6)) {
            assertThat(Pages.walk(limit, slice -> shares().sharedWith(Set.of(BOB, EDITORS), slice)))
                    .isEqualTo(shared);
        }
        assertThat(shares().sharedWith(Set.of(BOB), Slice.first(10)).items()).hasSize(4);
        Pages.refuseForeignCursors(slice -> shares().sharedWith(Set.of(BOB), slice));
    }

    @Test
    void a_file_is_opened_to_everybody_and_closed_by_its_owner_alone() {
        StoredFile file = added(ADA, 0);
        assertThat(stores().files().publish(file.id(), EVE, true)).isEmpty();
        assertThat(stores().files().publish(file.id(), ADA, true)).contains(file.forEverybody(true));
        assertThat(stores().files().byId(file.id())).contains(file.forEverybody(true));
        assertThat(stores().files().publish(file.id(), ADA, false)).contains(file);
    }
}
