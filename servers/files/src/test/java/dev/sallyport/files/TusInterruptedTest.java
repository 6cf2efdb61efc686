package dev.sallyport.files;

import static dev.sallyport.files.BadBodies.breaks;
import static dev.sallyport.files.BadBodies.bytes;
import static dev.sallyport.files.BadBodies.stalls;
import static dev.sallyport.files.BadBodies.stream;
import static dev.sallyport.files.TestDoor.ADA;
import static dev.sallyport.files.TestDoor.field;
import static dev.sallyport.files.TestDoor.header;
import static dev.sallyport.files.TestDoor.text;
import static dev.sallyport.files.TusCaller.id;
import static dev.sallyport.files.TusCaller.piece;
import static dev.sallyport.files.TusCaller.tus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.SweepUploads;
import dev.sallyport.domain.file.Upload;
import dev.sallyport.kit.http.Response;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads that do not come in peace: broken off, sent by many at once, ended on the way, forgotten. */
class TusInterruptedTest {
    @TempDir
    Path folder;

    private TestDoor door;
    private TusCaller caller;

    @BeforeEach
    void open() {
        door = new TestDoor(folder);
        caller = new TusCaller(door);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void T50_what_came_before_a_broken_connection_counts() {
        String path = caller.begun(ADA, 10);
        Response broken = door.ask(piece(ADA, path, 0, stream(new SequenceInputStream(bytes("01234"), breaks()))));
        assertThat(broken.status()).isEqualTo(400);
        assertThat(caller.offset(path)).isEqualTo("5");
        assertThat(caller.patch(path, 5, "56789").status()).isEqualTo(204);
        assertThat(text(door.get(ADA, id(path)))).isEqualTo("0123456789");
    }

    @Test
    void T50_an_upload_goes_on_in_the_next_process_and_one_that_was_whole_is_finished_there() throws Exception {
        String half = caller.begun(ADA, 10);
        String whole = caller.begun(ADA, 4);
        caller.patch(half, 0, "01234");
        Upload sent = door.stores.uploads().byId(FileId.of(id(whole))).orElseThrow();
        door.staged.take(sent, bytes("abcd"), 4);
        assertThat(door.stores.uploads().advance(sent, 4, TestDoor.NOW.plusSeconds(60)))
                .isTrue();
        door.close();
        door = new TestDoor(folder);
        caller = new TusCaller(door);
        assertThat(caller.offset(half)).isEqualTo("5");
        caller.patch(half, 5, "56789");
        assertThat(text(door.get(ADA, id(half)))).isEqualTo("0123456789");
        assertThat(door.get(ADA, id(whole)).status()).isEqualTo(404);
        assertThat(caller.offset(whole)).isEqualTo("4");
        assertThat(text(door.get(ADA, id(whole)))).isEqualTo("abcd");
    }

    @Test
    void bytes_that_were_written_and_never_noted_are_written_again() throws Exception {
        String path = caller.begun(ADA, 10);
        caller.patch(path, 0, "01");
        Files.writeString(folder.resolve("uploads").resolve(id(path)), "01XXXXXXXXXXXXXXX");
        assertThat(caller.patch(path, 2, "23456789").status()).isEqualTo(204);
        assertThat(text(door.get(ADA, id(path)))).isEqualTo("0123456789");
    }

    @Test
    void a_disk_that_fails_is_said_and_nothing_half_is_visible() throws Exception {
        String path = caller.begun(ADA, 10);
        caller.patch(path, 0, "01234");
        Files.delete(folder.resolve("uploads").resolve(id(path)));
        Files.createDirectory(folder.resolve("uploads").resolve(id(path)));
        Response failed = caller.patch(path, 5, "56789");
        assertThat(failed.status()).isEqualTo(503);
        assertThat(field(failed, "type")).isEqualTo("/problems/storage-unavailable");
        assertThat(header(failed, "retry-after")).isEqualTo("10");
        assertThat(door.get(ADA, id(path)).status()).isEqualTo(404);
        assertThat(caller.offset(path)).isEqualTo("5");
    }

    @Test
    void the_newest_request_has_the_turn_and_the_one_before_keeps_what_it_has() throws Exception {
        String path = caller.begun(ADA, 10);
        var waiting = new CountDownLatch(1);
        InputStream stalls = stalls(waiting);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = CompletableFuture.supplyAsync(
                    () -> door.ask(piece(ADA, path, 0, stream(new SequenceInputStream(bytes("0123"), stalls)))),
                    threads);
            assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(caller.offset(path))
                    .as("whoever asks gets what can be gone on from")
                    .isEqualTo("4");
            assertThat(caller.patch(path, 4, "456789").status()).isEqualTo(204);
            assertThat(first.get().status()).isEqualTo(400);
        }
        assertThat(text(door.get(ADA, id(path)))).isEqualTo("0123456789");
    }

    @Test
    void T13_of_many_that_send_the_same_piece_one_wins_and_nothing_is_mixed() throws Exception {
        String path = caller.begun(ADA, 900);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = threads.invokeAll(IntStream.range(0, 12)
                    .<Callable<Response>>mapToObj(i -> () -> caller.patch(path, 0, ("" + (char) ('a' + i)).repeat(900)))
                    .toList());
            int won = 0;
            for (var answer : answers) {
                assertThat(answer.get().status()).isIn(204, 400, 409, 423);
                won += answer.get().status() == 204 ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
        assertThat(text(door.get(ADA, id(path))).chars().distinct().count()).isEqualTo(1);
    }

    @Test
    void an_upload_that_is_ended_while_it_comes_leaves_nothing() throws Exception {
        String path = caller.begun(ADA, 10);
        var waiting = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var sending = CompletableFuture.supplyAsync(
                    () -> door.ask(
                            piece(ADA, path, 0, stream(new SequenceInputStream(bytes("0123"), stalls(waiting))))),
                    threads);
            assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(door.ask(tus(ADA, "DELETE", path)).status()).isEqualTo(204);
            assertThat(sending.get().status()).isIn(400, 423);
        }
        assertThat(door.ask(tus(ADA, "HEAD", path)).status()).isEqualTo(404);
        assertThat(door.get(ADA, id(path)).status()).isEqualTo(404);
        assertThat(folder.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void tus_1_0_Termination_DELETE_leaves_nothing_and_gives_the_room_back() {
        String path = caller.begun(ADA, 1_000);
        caller.patch(path, 0, "0123");
        assertThat(door.ask(tus(ADA, "DELETE", path)).status())
                .as("tus 1.0 Termination DELETE")
                .isEqualTo(204);
        assertThat(door.ask(tus(ADA, "HEAD", path)).status()).isEqualTo(404);
        assertThat(caller.patch(path, 4, "4").status()).isEqualTo(404);
        assertThat(door.ask(tus(ADA, "DELETE", path)).status()).isEqualTo(404);
        assertThat(door.stores.files().used(TestDoor.person(ADA))).isZero();
        assertThat(folder.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void what_nobody_goes_on_with_is_forgotten_and_what_somebody_does_stays() throws Exception {
        String left = caller.begun(ADA, 10);
        String going = caller.begun(ADA, 10);
        caller.patch(left, 0, "0");
        door.now = TestDoor.NOW.plus(Duration.ofHours(20));
        caller.patch(going, 0, "0");
        door.now = TestDoor.NOW.plus(SweepUploads.STAY).plusSeconds(1);
        Files.writeString(folder.resolve("uploads/00000000-0000-7000-8000-000000000000"), "of no upload")
                .toFile()
                .setLastModified(TestDoor.NOW.toEpochMilli());
        var sweep = new SweepUploads(door.stores.uploads(), door.staged, () -> door.now);
        assertThat(sweep.sweep()).isEqualTo(2);
        assertThat(sweep.sweep()).isZero();
        assertThat(door.ask(tus(ADA, "HEAD", left)).status()).isEqualTo(404);
        assertThat(caller.offset(going)).isEqualTo("1");
        try (Stream<Path> bytes = Files.list(folder.resolve("uploads"))) {
            assertThat(bytes).extracting(file -> file.getFileName().toString()).containsExactly(id(going));
        }
    }
}
