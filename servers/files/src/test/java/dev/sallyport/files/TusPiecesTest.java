package dev.sallyport.files;

import static dev.sallyport.files.BadBodies.breaks;
import static dev.sallyport.files.BadBodies.bytes;
import static dev.sallyport.files.BadBodies.stream;
import static dev.sallyport.files.TestDoor.ADA;
import static dev.sallyport.files.TestDoor.EVE;
import static dev.sallyport.files.TestDoor.as;
import static dev.sallyport.files.TestDoor.field;
import static dev.sallyport.files.TestDoor.header;
import static dev.sallyport.files.TestDoor.json;
import static dev.sallyport.files.TestDoor.text;
import static dev.sallyport.files.TusCaller.base64;
import static dev.sallyport.files.TusCaller.body;
import static dev.sallyport.files.TusCaller.id;
import static dev.sallyport.files.TusCaller.piece;
import static dev.sallyport.files.TusCaller.tus;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.page.Slice;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the pieces of an upload come to be a file, clause by clause, and who may send and see them. */
class TusPiecesTest {
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
    void an_upload_in_three_pieces_becomes_a_file_as_any_other() {
        String path = caller.begun(ADA, 10);
        assertThat(caller.patch(path, 0, "0123").status()).as("tus 1.0 PATCH").isEqualTo(204);
        assertThat(caller.offset(path)).as("tus 1.0 HEAD").isEqualTo("4");
        assertThat(header(caller.patch(path, 4, "45"), "upload-offset")).isEqualTo("6");
        assertThat(door.get(ADA, id(path)).status())
                .as("not before it is whole")
                .isEqualTo(404);
        Response last = caller.patch(path, 6, "6789");
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
        assertThat(caller.offset(path)).as("it can still be asked for").isEqualTo("10");
        assertThat(folder.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void tus_1_0_HEAD_tells_where_it_is_and_is_kept_by_nobody() {
        String path = caller.begun(ADA, 10);
        caller.patch(path, 0, "012");
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
    void GET_says_the_same_as_json() {
        String path = caller.begun(ADA, 10);
        caller.patch(path, 0, "0123");
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
        caller.patch(path, 4, "456789");
        assertThat(json(door.ask(as(ADA, "GET", path))).path("file").path("id").asString())
                .isEqualTo(id(path));
        assertThat(json(door.ask(as(ADA, "GET", "/v1/uploads"))).path("items")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"HEAD,404", "GET,404", "PATCH,404", "DELETE,404"})
    void T47_nobody_comes_to_anothers_upload(String method, int status) {
        String path = caller.begun(ADA, 10);
        caller.patch(path, 0, "0123");
        Request request = method.equals("PATCH") ? piece(EVE, path, 4, body("evil!!")) : tus(EVE, method, path);
        assertThat(door.ask(request).status()).isEqualTo(status);
        assertThat(caller.offset(path)).isEqualTo("4");
        assertThat(json(door.ask(as(EVE, "GET", "/v1/uploads"))).path("items")).isEmpty();
        assertThat(door.ask(tus("no-scope", "HEAD", path)).status()).isEqualTo(403);
        assertThat(door.ask(tus("client", "HEAD", path)).status()).isEqualTo(403);
        assertThat(door.ask(Request.of(method, path).header("tus-resumable", "1.0.0"))
                        .status())
                .isEqualTo(401);
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
        String path = caller.begun(ADA, 10);
        caller.patch(path, 0, "0123");
        Request request = tus(ADA, "PATCH", path).header("content-type", type).with(body(text));
        Response answer = door.ask(offset == null ? request : request.header("upload-offset", offset));
        assertThat(answer.status()).as(clause).isEqualTo(status);
        assertThat(caller.offset(path)).isEqualTo("4");
        assertThat(caller.patch(path, 4, "456789").status()).isEqualTo(204);
        assertThat(text(door.get(ADA, id(path)))).isEqualTo("0123456789");
    }

    @Test
    void T43_a_piece_longer_than_the_rest_is_refused_without_a_declared_length_too() {
        String path = caller.begun(ADA, 10);
        assertThat(door.ask(piece(ADA, path, 0, stream(bytes("01234567890")))).status())
                .isEqualTo(413);
        assertThat(caller.offset(path)).isEqualTo("0");
        assertThat(door.ask(piece(ADA, path, 0, stream(bytes("0123456789")))).status())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource({"sha1,SHA-1", "sha256,SHA-256", "sha512,SHA-512"})
    void tus_1_0_Checksum_Upload_Checksum_decides_over_the_piece(String name, String algorithm) throws Exception {
        String path = caller.begun(ADA, 10);
        String right = name + " "
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance(algorithm).digest("01234".getBytes(UTF_8)));
        Response wrong = door.ask(piece(ADA, path, 0, body("0123X")).header("upload-checksum", right));
        assertThat(wrong.status()).as("tus 1.0 Checksum Upload-Checksum").isEqualTo(460);
        assertThat(caller.offset(path)).isEqualTo("0");
        Response broken = door.ask(piece(ADA, path, 0, stream(new SequenceInputStream(bytes("01234"), breaks())))
                .header("upload-checksum", right));
        assertThat(broken.status()).as("what cannot be proven does not count").isEqualTo(400);
        assertThat(caller.offset(path)).isEqualTo("0");
        assertThat(door.ask(piece(ADA, path, 0, body("01234")).header("upload-checksum", right))
                        .status())
                .isEqualTo(204);
        assertThat(caller.offset(path)).isEqualTo("5");
    }

    @Test
    void RFC_9530_a_content_digest_decides_over_the_piece_too() throws Exception {
        String path = caller.begun(ADA, 10);
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
        assertThat(caller.offset(path)).isEqualTo("0");
        assertThat(door.ask(piece(ADA, path, 0, body("01234")).header("content-digest", right))
                        .status())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"md5 AAAA", "sha1", "sha1 *", "", "sha1  AAAA", "SHA1 AAAA"})
    void a_checksum_that_is_none_is_refused(String field) {
        String path = caller.begun(ADA, 10);
        assertThat(door.ask(piece(ADA, path, 0, body("x")).header("upload-checksum", field))
                        .status())
                .isEqualTo(400);
        assertThat(caller.offset(path)).isEqualTo("0");
    }
}
