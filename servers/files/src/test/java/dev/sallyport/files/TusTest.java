package dev.sallyport.files;

import static dev.sallyport.files.TestDoor.ADA;
import static dev.sallyport.files.TestDoor.EVE;
import static dev.sallyport.files.TestDoor.as;
import static dev.sallyport.files.TestDoor.field;
import static dev.sallyport.files.TestDoor.header;
import static dev.sallyport.files.TestDoor.json;
import static dev.sallyport.files.TestDoor.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.file.BeginUpload;
import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.SweepUploads;
import dev.sallyport.domain.file.Upload;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.OptionalLong;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Resumable uploads, clause by clause; a file may have 1,000 bytes and a person 2,500. */
class TusTest {
    private static final String PIECE = "application/offset+octet-stream";

    @TempDir
    Path folder;

    private TestDoor door;

    @BeforeEach
    void open() {
        door = new TestDoor(folder);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private static Request tus(String who, String method, String path) {
        return as(who, method, path).header("tus-resumable", "1.0.0");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static Request creating(String who, long length) {
        return tus(who, "POST", "/v1/uploads")
                .header("upload-length", Long.toString(length))
                .header("upload-metadata", "filename " + base64("Grüße.txt") + ",is_odd");
    }

    /** The path of an upload that must be begun. */
    private String begun(String who, long length) {
        Response created = door.ask(creating(who, length));
        assertThat(created.status()).as(text(created)).isEqualTo(201);
        return "/v1/" + header(created, "location");
    }

    private static Request piece(String who, String path, long offset, RequestBody body) {
        return tus(who, "PATCH", path)
                .header("content-type", PIECE)
                .header("upload-offset", Long.toString(offset))
                .with(body);
    }

    private static RequestBody body(String text) {
        return RequestBody.of(text.getBytes(UTF_8));
    }

    private Response patch(String path, long offset, String text) {
        return door.ask(piece(ADA, path, offset, body(text)));
    }

    private String offset(String path) {
        return header(door.ask(tus(ADA, "HEAD", path)), "upload-offset");
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Test
    void an_upload_in_three_pieces_becomes_a_file_as_any_other() {
        String path = begun(ADA, 10);
        assertThat(patch(path, 0, "0123").status()).as("tus 1.0 PATCH").isEqualTo(204);
        assertThat(offset(path)).as("tus 1.0 HEAD").isEqualTo("4");
        assertThat(header(patch(path, 4, "45"), "upload-offset")).isEqualTo("6");
        assertThat(door.get(ADA, id(path)).status())
                .as("not before it is whole")
                .isEqualTo(404);
        Response last = patch(path, 6, "6789");
        assertThat(last.status()).isEqualTo(204);
        assertThat(header(last, "upload-offset")).isEqualTo("10");
        assertThat(header(last, "content-location")).isEqualTo("/v1/files/" + id(path));
        Response file = door.get(ADA, id(path));
        assertThat(text(file)).isEqualTo("0123456789");
        assertThat(header(file, "content-disposition")).contains("Gr%C3%BC%C3%9Fe.txt");
        assertThat(header(file, "content-type")).startsWith("text/plain");
        assertThat(door.stores.audit().of(TestDoor.person(ADA), Slice.first(10)).items())
                .singleElement()
                .satisfies(event -> assertThat(event.kind().wireName()).isEqualTo("file.uploaded"));
        assertThat(offset(path)).as("it can still be asked for").isEqualTo("10");
        assertThat(folder.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void tus_1_0_HEAD_tells_where_it_is_and_is_kept_by_nobody() {
        String path = begun(ADA, 10);
        patch(path, 0, "012");
        Response head = door.ask(tus(ADA, "HEAD", path));
        assertThat(head.status()).as("tus 1.0 HEAD").isEqualTo(200);
        assertThat(header(head, "upload-offset")).isEqualTo("3");
        assertThat(header(head, "upload-length")).isEqualTo("10");
        assertThat(header(head, "upload-metadata")).isEqualTo("filename " + base64("Grüße.txt") + ",is_odd");
        assertThat(header(head, "cache-control")).isEqualTo("no-store");
        assertThat(header(head, "tus-resumable")).isEqualTo("1.0.0");
        assertThat(header(head, "upload-expires")).isEqualTo("Thu, 05 Nov 2026 10:00:00 GMT");
        Response none = door.ask(tus(ADA, "HEAD", "/v1/uploads/00000000-0000-7000-8000-000000000000"));
        assertThat(none.status()).isEqualTo(404);
        assertThat(header(none, "upload-offset")).isEmpty();
    }

    @Test
    void tus_1_0_OPTIONS_tells_what_is_spoken_to_anybody() {
        Response told = door.ask(Request.of("OPTIONS", "/v1/uploads"));
        assertThat(told.status()).as("tus 1.0 OPTIONS").isEqualTo(204);
        assertThat(header(told, "tus-version")).isEqualTo("1.0.0");
        assertThat(header(told, "tus-max-size")).isEqualTo("1000");
        assertThat(header(told, "tus-extension"))
                .isEqualTo("creation,creation-with-upload,termination,checksum,expiration");
        assertThat(header(told, "tus-checksum-algorithm")).isEqualTo("sha1,sha256,sha512");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"POST,", "HEAD,", "PATCH,", "DELETE,", "POST,0.2.2", "PATCH,2.0.0"})
    void tus_1_0_Tus_Resumable_in_another_version_is_refused_and_nothing_is_done(String method, String version) {
        String path = begun(ADA, 10);
        String where = method.equals("POST") ? "/v1/uploads" : path;
        Request request = as(ADA, method, where).header("upload-length", "5");
        Response answer = door.ask(version == null ? request : request.header("tus-resumable", version));
        assertThat(answer.status()).as("tus 1.0 Tus-Resumable").isEqualTo(412);
        assertThat(header(answer, "tus-version")).isEqualTo("1.0.0");
        assertThat(offset(path)).isEqualTo("0");
        assertThat(json(door.ask(as(ADA, "GET", "/v1/uploads"))).path("items")).hasSize(1);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', nullValues = "-", textBlock = """
            tus 1.0 Creation POST            | -     | filename YQ==              | 400
            tus 1.0 Creation POST            | -1    | filename YQ==              | 400
            tus 1.0 Creation POST            | 1e3   | filename YQ==              | 400
            tus 1.0 Creation POST            | 99999999999999999999 | -           | 400
            tus 1.0 Creation POST            | 1001  | filename YQ==              | 413
            tus 1.0 Creation POST            | 1000  | filename YQ==              | 201
            tus 1.0 Creation POST            | 0     | filename YQ==              | 201
            tus 1.0 Creation Upload-Metadata | 5     | -                          | 201
            tus 1.0 Creation Upload-Metadata | 5     | name YQ==                  | 201
            tus 1.0 Creation Upload-Metadata | 5     | other YQ==, filename YQ==  | 201
            tus 1.0 Creation Upload-Metadata | 5     | filename YQ==,filename Yg== | 400
            tus 1.0 Creation Upload-Metadata | 5     | filename a.txt             | 400
            tus 1.0 Creation Upload-Metadata | 5     | filename  YQ==             | 400
            tus 1.0 Creation Upload-Metadata | 5     | filename YQ==,             | 400
            tus 1.0 Creation Upload-Metadata | 5     | filename /w==              | 400
            T46 a path                       | 5     | filename Li4vYQ==          | 422
            T46 nothing                      | 5     | filename                   | 422
            T46 a control character          | 5     | filename YQ1i              | 422
            """)
    void what_is_begun_and_what_is_not(String clause, String length, String metadata, int status) {
        Request request = tus(ADA, "POST", "/v1/uploads");
        request = length == null ? request : request.header("upload-length", length);
        request = metadata == null ? request : request.header("upload-metadata", metadata);
        assertThat(door.ask(request).status()).as(clause).isEqualTo(status);
    }

    @Test
    void what_is_not_spoken_is_refused_and_not_misunderstood() {
        assertThat(door.ask(creating(ADA, 5).header("upload-concat", "partial")).status())
                .isEqualTo(400);
        assertThat(door.ask(creating(ADA, 5).header("upload-defer-length", "1")).status())
                .isEqualTo(400);
        assertThat(door.ask(creating(ADA, 5).header("upload-metadata", "a " + "A".repeat(4_096)))
                        .status())
                .as("T43")
                .isEqualTo(400);
        assertThat(door.ask(creating(ADA, 5).with(body("hello"))).status())
                .as("a body that says not what it is")
                .isEqualTo(415);
        assertThat(json(door.ask(as(ADA, "GET", "/v1/uploads"))).path("items")).isEmpty();
    }

    @Test
    void tus_1_0_Creation_With_Upload_brings_the_first_piece_or_the_whole() {
        Response half = door.ask(creating(ADA, 10).header("content-type", PIECE).with(body("0123")));
        assertThat(half.status()).as("tus 1.0 Creation With Upload").isEqualTo(201);
        assertThat(header(half, "upload-offset")).isEqualTo("4");
        String path = "/v1/" + header(half, "location");
        assertThat(patch(path, 4, "456789").status()).isEqualTo(204);
        assertThat(text(door.get(ADA, id(path)))).isEqualTo("0123456789");

        Response whole = door.ask(creating(ADA, 5).header("content-type", PIECE).with(body("hello")));
        assertThat(whole.status()).isEqualTo(201);
        assertThat(header(whole, "upload-offset")).isEqualTo("5");
        assertThat(text(door.get(ADA, id(header(whole, "location"))))).isEqualTo("hello");
    }

    @Test
    void an_upload_of_nothing_is_a_file_at_once() {
        Response created = door.ask(creating(ADA, 0));
        assertThat(created.status()).isEqualTo(201);
        assertThat(text(door.get(ADA, id(header(created, "location"))))).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            tus 1.0 PATCH from behind      | 3  | x       | application/offset+octet-stream | 409
            tus 1.0 PATCH from ahead       | 5  | x       | application/offset+octet-stream | 409
            tus 1.0 PATCH without offset   | -  | x       | application/offset+octet-stream | 400
            tus 1.0 PATCH below nothing    | -1 | x       | application/offset+octet-stream | 400
            tus 1.0 PATCH of another type  | 4  | x       | application/octet-stream        | 415
            tus 1.0 PATCH beyond the end   | 4  | 4567890 | application/offset+octet-stream | 413
            tus 1.0 PATCH of nothing       | 4  | ''      | application/offset+octet-stream | 204
            """)
    void a_piece_that_does_not_fit_changes_nothing(String clause, String offset, String text, String type, int status) {
        String path = begun(ADA, 10);
        patch(path, 0, "0123");
        Request request = tus(ADA, "PATCH", path).header("content-type", type).with(body(text));
        Response answer = door.ask(offset == null ? request : request.header("upload-offset", offset));
        assertThat(answer.status()).as(clause).isEqualTo(status);
        assertThat(offset(path)).isEqualTo("4");
        assertThat(patch(path, 4, "456789").status()).isEqualTo(204);
        assertThat(text(door.get(ADA, id(path)))).isEqualTo("0123456789");
    }

    /** A body whose length nobody declared. */
    private static RequestBody stream(InputStream stream) {
        return new RequestBody() {
            @Override
            public InputStream stream() {
                return stream;
            }

            @Override
            public OptionalLong length() {
                return OptionalLong.empty();
            }
        };
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static InputStream breaks() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the client went away");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return read();
            }
        };
    }

    @Test
    void T43_a_piece_longer_than_the_rest_is_refused_without_a_declared_length_too() {
        String path = begun(ADA, 10);
        assertThat(door.ask(piece(ADA, path, 0, stream(bytes("01234567890")))).status())
                .isEqualTo(413);
        assertThat(offset(path)).isEqualTo("0");
        assertThat(door.ask(piece(ADA, path, 0, stream(bytes("0123456789")))).status())
                .isEqualTo(204);
    }

    @Test
    void T50_what_came_before_a_broken_connection_counts() {
        String path = begun(ADA, 10);
        Response broken = door.ask(piece(ADA, path, 0, stream(new SequenceInputStream(bytes("01234"), breaks()))));
        assertThat(broken.status()).isEqualTo(400);
        assertThat(offset(path)).isEqualTo("5");
        assertThat(patch(path, 5, "56789").status()).isEqualTo(204);
        assertThat(text(door.get(ADA, id(path)))).isEqualTo("0123456789");
    }

    @Test
    void T50_an_upload_goes_on_in_the_next_process_and_one_that_was_whole_is_finished_there() throws Exception {
        String half = begun(ADA, 10);
        String whole = begun(ADA, 4);
        patch(half, 0, "01234");
        Upload sent = door.stores.uploads().byId(FileId.of(id(whole))).orElseThrow();
        door.staged.take(sent, bytes("abcd"), 4);
        assertThat(door.stores.uploads().advance(sent, 4, TestDoor.NOW.plusSeconds(60)))
                .isTrue();
        door.close();
        door = new TestDoor(folder);
        assertThat(offset(half)).isEqualTo("5");
        patch(half, 5, "56789");
        assertThat(text(door.get(ADA, id(half)))).isEqualTo("0123456789");
        assertThat(door.get(ADA, id(whole)).status()).isEqualTo(404);
        assertThat(offset(whole)).isEqualTo("4");
        assertThat(text(door.get(ADA, id(whole)))).isEqualTo("abcd");
    }

    @Test
    void bytes_that_were_written_and_never_noted_are_written_again() throws Exception {
        String path = begun(ADA, 10);
        patch(path, 0, "01");
        Files.writeString(folder.resolve("uploads").resolve(id(path)), "01XXXXXXXXXXXXXXX");
        assertThat(patch(path, 2, "23456789").status()).isEqualTo(204);
        assertThat(text(door.get(ADA, id(path)))).isEqualTo("0123456789");
    }

    /** Tells when somebody waits for more, and has none until they are interrupted. */
    private static InputStream stalls(CountDownLatch waiting) {
        return new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException("read in pieces");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                waiting.countDown();
                try {
                    TimeUnit.MINUTES.sleep(1);
                    throw new IOException("nobody came");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted", e);
                }
            }
        };
    }

    @Test
    void an_upload_that_is_ended_while_it_comes_leaves_nothing() throws Exception {
        String path = begun(ADA, 10);
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
    void the_newest_request_has_the_turn_and_the_one_before_keeps_what_it_has() throws Exception {
        String path = begun(ADA, 10);
        var waiting = new CountDownLatch(1);
        InputStream stalls = stalls(waiting);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = CompletableFuture.supplyAsync(
                    () -> door.ask(piece(ADA, path, 0, stream(new SequenceInputStream(bytes("0123"), stalls)))),
                    threads);
            assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(offset(path))
                    .as("whoever asks gets what can be gone on from")
                    .isEqualTo("4");
            assertThat(patch(path, 4, "456789").status()).isEqualTo(204);
            assertThat(first.get().status()).isEqualTo(400);
        }
        assertThat(text(door.get(ADA, id(path)))).isEqualTo("0123456789");
    }

    @Test
    void T13_of_many_that_send_the_same_piece_one_wins_and_nothing_is_mixed() throws Exception {
        String path = begun(ADA, 900);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = threads.invokeAll(IntStream.range(0, 12)
                    .<java.util.concurrent.Callable<Response>>mapToObj(i ->
                            () -> patch(path, 0, ("" + (char) ('a' + i)).repeat(900)))
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

    @ParameterizedTest
    @CsvSource({"sha1,SHA-1", "sha256,SHA-256", "sha512,SHA-512"})
    void tus_1_0_Checksum_Upload_Checksum_decides_over_the_piece(String name, String algorithm) throws Exception {
        String path = begun(ADA, 10);
        String right = name + " "
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance(algorithm).digest("01234".getBytes(UTF_8)));
        Response wrong = door.ask(piece(ADA, path, 0, body("0123X")).header("upload-checksum", right));
        assertThat(wrong.status()).as("tus 1.0 Checksum Upload-Checksum").isEqualTo(460);
        assertThat(offset(path)).isEqualTo("0");
        Response broken = door.ask(piece(ADA, path, 0, stream(new SequenceInputStream(bytes("01234"), breaks())))
                .header("upload-checksum", right));
        assertThat(broken.status()).as("what cannot be proven does not count").isEqualTo(400);
        assertThat(offset(path)).isEqualTo("0");
        assertThat(door.ask(piece(ADA, path, 0, body("01234")).header("upload-checksum", right))
                        .status())
                .isEqualTo(204);
        assertThat(offset(path)).isEqualTo("5");
    }

    @Test
    void RFC_9530_a_content_digest_decides_over_the_piece_too() throws Exception {
        String path = begun(ADA, 10);
        String right = "sha-256=:"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest("01234".getBytes(UTF_8)))
                + ":";
        assertThat(door.ask(piece(ADA, path, 0, body("0123X")).header("content-digest", right))
                        .status())
                .isEqualTo(460);
        assertThat(door.ask(piece(ADA, path, 0, body("01234")).header("content-digest", "sha-256"))
                        .status())
                .isEqualTo(400);
        assertThat(offset(path)).isEqualTo("0");
        assertThat(door.ask(piece(ADA, path, 0, body("01234")).header("content-digest", right))
                        .status())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"md5 AAAA", "sha1", "sha1 *", "", "sha1  AAAA", "SHA1 AAAA"})
    void a_checksum_that_is_none_is_refused(String field) {
        String path = begun(ADA, 10);
        assertThat(door.ask(piece(ADA, path, 0, body("x")).header("upload-checksum", field))
                        .status())
                .isEqualTo(400);
        assertThat(offset(path)).isEqualTo("0");
    }

    @Test
    void tus_1_0_Termination_DELETE_leaves_nothing_and_gives_the_room_back() {
        String path = begun(ADA, 1_000);
        patch(path, 0, "0123");
        assertThat(door.ask(tus(ADA, "DELETE", path)).status())
                .as("tus 1.0 Termination DELETE")
                .isEqualTo(204);
        assertThat(door.ask(tus(ADA, "HEAD", path)).status()).isEqualTo(404);
        assertThat(patch(path, 4, "4").status()).isEqualTo(404);
        assertThat(door.ask(tus(ADA, "DELETE", path)).status()).isEqualTo(404);
        assertThat(door.stores.files().used(TestDoor.person(ADA))).isZero();
        assertThat(folder.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void what_nobody_goes_on_with_is_forgotten_and_what_somebody_does_stays() throws Exception {
        String left = begun(ADA, 10);
        String going = begun(ADA, 10);
        patch(left, 0, "0");
        door.now = TestDoor.NOW.plus(Duration.ofHours(20));
        patch(going, 0, "0");
        door.now = TestDoor.NOW.plus(SweepUploads.STAY).plusSeconds(1);
        Files.writeString(folder.resolve("uploads/00000000-0000-7000-8000-000000000000"), "of no upload")
                .toFile()
                .setLastModified(TestDoor.NOW.toEpochMilli());
        var sweep = new SweepUploads(door.stores.uploads(), door.staged, () -> door.now);
        assertThat(sweep.sweep()).isEqualTo(2);
        assertThat(sweep.sweep()).isZero();
        assertThat(door.ask(tus(ADA, "HEAD", left)).status()).isEqualTo(404);
        assertThat(offset(going)).isEqualTo("1");
        try (Stream<Path> bytes = Files.list(folder.resolve("uploads"))) {
            assertThat(bytes).extracting(file -> file.getFileName().toString()).containsExactly(id(going));
        }
    }

    @ParameterizedTest
    @CsvSource({"HEAD,404", "GET,404", "PATCH,404", "DELETE,404"})
    void T47_nobody_comes_to_anothers_upload(String method, int status) {
        String path = begun(ADA, 10);
        patch(path, 0, "0123");
        Request request = method.equals("PATCH") ? piece(EVE, path, 4, body("evil!!")) : tus(EVE, method, path);
        assertThat(door.ask(request).status()).isEqualTo(status);
        assertThat(offset(path)).isEqualTo("4");
        assertThat(json(door.ask(as(EVE, "GET", "/v1/uploads"))).path("items")).isEmpty();
        assertThat(door.ask(tus("no-scope", "HEAD", path)).status()).isEqualTo(403);
        assertThat(door.ask(tus("client", "HEAD", path)).status()).isEqualTo(403);
        assertThat(door.ask(Request.of(method, path).header("tus-resumable", "1.0.0"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void GET_says_the_same_as_json() {
        String path = begun(ADA, 10);
        patch(path, 0, "0123");
        Response half = door.ask(as(ADA, "GET", path));
        assertThat(json(half).path("offset").asLong()).isEqualTo(4);
        assertThat(json(half).path("length").asLong()).isEqualTo(10);
        assertThat(field(half, "name")).isEqualTo("Grüße.txt");
        assertThat(json(door.ask(as(ADA, "GET", "/v1/uploads")))
                        .path("items")
                        .path(0)
                        .path("id")
                        .asString())
                .isEqualTo(id(path));
        patch(path, 4, "456789");
        assertThat(json(door.ask(as(ADA, "GET", path))).path("file").path("id").asString())
                .isEqualTo(id(path));
        assertThat(json(door.ask(as(ADA, "GET", "/v1/uploads"))).path("items")).isEmpty();
    }

    @Test
    void room_is_kept_from_the_first_request_on() {
        begun(ADA, 1_000);
        begun(ADA, 1_000);
        Response over = door.ask(creating(ADA, 501));
        assertThat(over.status()).isEqualTo(413);
        assertThat(field(over, "type")).isEqualTo("/problems/over-quota");
        assertThat(door.upload(ADA, "a", "x".repeat(501)).status()).isEqualTo(413);
        assertThat(door.upload(ADA, "a", "x".repeat(500)).status()).isEqualTo(201);
        assertThat(door.ask(creating(EVE, 1_000)).status()).isEqualTo(201);
    }

    @Test
    void T43_uploads_of_nothing_are_not_begun_for_ever() {
        for (int i = 0; i < BeginUpload.MOST; i++) {
            begun(ADA, 1);
        }
        Response over = door.ask(creating(ADA, 1));
        assertThat(over.status()).isEqualTo(409);
        assertThat(field(over, "type")).isEqualTo("/problems/too-many-uploads");
    }

    @Test
    void a_disk_that_fails_is_said_and_nothing_half_is_visible() throws Exception {
        String path = begun(ADA, 10);
        patch(path, 0, "01234");
        Files.delete(folder.resolve("uploads").resolve(id(path)));
        Files.createDirectory(folder.resolve("uploads").resolve(id(path)));
        Response failed = patch(path, 5, "56789");
        assertThat(failed.status()).isEqualTo(503);
        assertThat(field(failed, "type")).isEqualTo("/problems/storage-unavailable");
        assertThat(header(failed, "retry-after")).isEqualTo("10");
        assertThat(door.get(ADA, id(path)).status()).isEqualTo(404);
        assertThat(offset(path)).isEqualTo("5");
    }
}
