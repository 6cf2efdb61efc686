package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.FileName;
import dev.sallyport.domain.file.FileStore;
import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.domain.file.Upload;
import dev.sallyport.domain.file.UploadStore;
import dev.sallyport.domain.file.UploadStore.Finished;
import dev.sallyport.domain.file.UploadStore.Opened;
import dev.sallyport.domain.person.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of uploads does. */
abstract class UploadStoreContract extends StoreContract {
    private static final PersonId ADA = new PersonId(new UUID(0, 1));
    private static final PersonId EVE = new PersonId(new UUID(0, 2));
    private static final Duration DAY = Duration.ofDays(1);
    private static final long ROOM = 10_000_000_000L;
    private static final int MANY = 1_000;

    private UploadStore uploads() {
        return stores().uploads();
    }

    private FileStore files() {
        return stores().files();
    }

    private static Upload upload(PersonId owner, long length, Instant created) {
        return new Upload(
                new FileId(UUID.randomUUID()),
                owner,
                new FileName("a 'file' 🗝.pdf"),
                "filename YQ==,empty",
                length,
                0,
                0,
                false,
                created,
                created.plus(DAY));
    }

    private Upload begun(PersonId owner, long length, Instant created) {
        Upload upload = upload(owner, length, created);
        assertThat(uploads().open(upload, ROOM, MANY)).isEqualTo(Opened.BEGUN);
        return upload;
    }

    private static StoredFile file(Upload upload) {
        return new StoredFile(
                upload.id(), upload.owner(), upload.name().value(), upload.length(), "text/plain", "aa", NOW);
    }

    @Test
    void an_upload_is_found_as_it_was_begun_and_an_unknown_one_is_not() {
        Upload upload = begun(ADA, 5_000_000_000L, NOW);
        assertThat(uploads().byId(upload.id())).contains(upload);
        assertThat(uploads().byId(new FileId(new UUID(0, 0)))).isEmpty();
    }

    @Test
    void what_is_unfinished_is_listed_newest_first() {
        Upload old = begun(ADA, 1, NOW);
        Upload young = begun(ADA, 2, NOW.plusMillis(1));
        Upload done = begun(ADA, 0, NOW.plusMillis(2));
        begun(EVE, 3, NOW);
        uploads().finish(file(done));
        assertThat(uploads().of(ADA)).containsExactly(young, old);
    }

    @Test
    void an_upload_goes_on_from_where_it_is_and_from_nowhere_else() {
        Upload upload = begun(ADA, 10, NOW);
        Instant later = NOW.plus(DAY).plusSeconds(5);
        assertThat(uploads().advance(upload, 4, later)).isTrue();
        assertThat(uploads().byId(upload.id())).contains(upload.at(4, later));
        assertThat(uploads().advance(upload, 7, later)).isFalse();
        assertThat(uploads().advance(upload.at(7, later), 9, later)).isFalse();
        assertThat(uploads().advance(upload(ADA, 10, NOW), 1, later)).isFalse();
        assertThat(uploads().byId(upload.id())).contains(upload.at(4, later));
    }

    @Test
    void T13_one_of_a_hundred_goes_on() throws Exception {
        Upload upload = begun(ADA, 1_000, NOW);
        assertThat(Race.wins(i -> uploads().advance(upload, i + 1L, NOW.plus(DAY))))
                .isEqualTo(1);
    }

    @Test
    void only_the_newest_turn_moves_an_upload_on() {
        Upload begun = begun(ADA, 10, NOW);
        Upload first = uploads().turn(begun.id(), ADA).orElseThrow();
        assertThat(first.turn()).isEqualTo(1);
        assertThat(uploads().advance(first, 3, NOW)).isTrue();
        Upload second = uploads().turn(begun.id(), ADA).orElseThrow();
        assertThat(second.received()).isEqualTo(3);
        assertThat(uploads().advance(first.at(3, NOW), 5, NOW)).isFalse();
        assertThat(uploads().advance(second, 4, NOW)).isTrue();
        assertThat(uploads().turn(begun.id(), EVE)).isEmpty();
        assertThat(uploads().turn(new FileId(new UUID(0, 0)), ADA)).isEmpty();
        assertThat(uploads().byId(begun.id()).orElseThrow().turn()).isEqualTo(2);
    }

    @Test
    void T13_a_hundred_turns_are_a_hundred() throws Exception {
        Upload upload = begun(ADA, 10, NOW);
        assertThat(Race.of(i -> uploads().turn(upload.id(), ADA).orElseThrow().turn()))
                .doesNotHaveDuplicates();
    }

    @Test
    void T13_an_upload_becomes_one_file_however_many_finish_it() throws Exception {
        Upload upload = begun(ADA, 7, NOW);
        assertThat(Race.of(i -> uploads().finish(file(upload))))
                .containsOnly(Finished.ENTERED, Finished.BEFORE)
                .filteredOn(Finished.ENTERED::equals)
                .hasSize(1);
        assertThat(files().byId(upload.id())).contains(file(upload));
        assertThat(uploads().byId(upload.id()).orElseThrow().finished()).isTrue();
        assertThat(uploads().advance(upload, 1, NOW)).isFalse();
    }

    @Test
    void T47_nobody_finishes_or_removes_anothers() {
        Upload hers = begun(ADA, 7, NOW);
        StoredFile stolen = new StoredFile(hers.id(), EVE, "mine", 7, "text/plain", "aa", NOW);
        assertThat(uploads().finish(stolen)).isEqualTo(Finished.GONE);
        assertThat(uploads().remove(hers.id(), EVE)).isFalse();
        assertThat(files().byId(hers.id())).isEmpty();
        assertThat(uploads().byId(hers.id())).contains(hers);
    }

    @Test
    void a_removed_upload_is_gone_and_its_file_stays() {
        Upload half = begun(ADA, 7, NOW);
        Upload whole = begun(ADA, 7, NOW);
        uploads().finish(file(whole));
        assertThat(uploads().remove(half.id(), ADA)).isTrue();
        assertThat(uploads().remove(half.id(), ADA)).isFalse();
        assertThat(uploads().finish(file(half))).isEqualTo(Finished.GONE);
        assertThat(uploads().remove(whole.id(), ADA)).isTrue();
        assertThat(files().byId(whole.id())).isPresent();
        assertThat(files().byId(half.id())).isEmpty();
    }

    @Test
    void room_is_kept_for_an_upload_until_it_is_a_file_or_gone() {
        Upload first = begun(ADA, 60, NOW);
        assertThat(files().used(ADA)).isEqualTo(60);
        assertThat(uploads().open(upload(ADA, 41, NOW), 100, MANY)).isEqualTo(Opened.NO_ROOM);
        StoredFile beside = new StoredFile(new FileId(UUID.randomUUID()), ADA, "b", 41, "text/plain", "bb", NOW);
        assertThat(files().add(beside, 100)).isFalse();
        assertThat(files().byId(beside.id())).isEmpty();
        assertThat(files().add(beside, 101)).isTrue();
        assertThat(uploads().open(upload(EVE, 100, NOW), 100, MANY)).isEqualTo(Opened.BEGUN);
        uploads().finish(file(first));
        assertThat(files().used(ADA)).isEqualTo(101);
        Upload second = begun(ADA, 50, NOW);
        assertThat(files().used(ADA)).isEqualTo(151);
        uploads().remove(second.id(), ADA);
        assertThat(files().used(ADA)).isEqualTo(101);
    }

    @Test
    void T13_uploads_and_files_side_by_side_do_not_pass_the_quota_together() throws Exception {
        long begun = Race.wins(i -> i % 2 == 0
                ? uploads().open(upload(ADA, 10, NOW), 75, MANY) == Opened.BEGUN
                : files().add(file(upload(ADA, 10, NOW)), 75));
        assertThat(begun).isEqualTo(7);
        assertThat(files().used(ADA)).isEqualTo(70);
    }

    @Test
    void T43_a_person_has_so_many_unfinished_uploads_and_no_more() throws Exception {
        assertThat(Race.wins(i -> uploads().open(upload(ADA, 1, NOW), ROOM, 5) == Opened.BEGUN))
                .isEqualTo(5);
        assertThat(uploads().open(upload(ADA, 1, NOW), ROOM, 5)).isEqualTo(Opened.TOO_MANY);
        assertThat(uploads().open(upload(EVE, 1, NOW), ROOM, 5)).isEqualTo(Opened.BEGUN);
        uploads().finish(file(uploads().of(ADA).getFirst()));
        assertThat(uploads().open(upload(ADA, 1, NOW), ROOM, 5)).isEqualTo(Opened.BEGUN);
    }

    @Test
    void an_upload_expires_unless_more_of_it_comes() {
        List<Upload> all = IntStream.range(0, 4)
                .mapToObj(i -> begun(ADA, 10, NOW.plusSeconds(i)))
                .toList();
        Instant now = NOW.plus(DAY).plusSeconds(3);
        assertThat(uploads().expired(now, 2))
                .containsExactly(all.get(0).id(), all.get(1).id());
        assertThat(uploads().expired(now, 10)).hasSize(3);
        assertThat(uploads().advance(all.get(1), 1, now.plus(DAY))).isTrue();
        assertThat(uploads().expire(all.get(1).id(), now)).isFalse();
        assertThat(uploads().expire(all.get(0).id(), now)).isTrue();
        assertThat(uploads().expire(all.get(0).id(), now)).isFalse();
        assertThat(uploads().byId(all.get(0).id())).isEmpty();
        assertThat(uploads().byId(all.get(1).id())).isPresent();
    }
}
