package dev.sallyport.files;

import static dev.sallyport.files.TestDoor.ADA;
import static dev.sallyport.files.TestDoor.EVE;
import static dev.sallyport.files.TestDoor.as;
import static dev.sallyport.files.TestDoor.field;
import static dev.sallyport.files.TestDoor.header;
import static dev.sallyport.files.TestDoor.json;
import static dev.sallyport.files.TestDoor.text;
import static dev.sallyport.files.TusCaller.PIECE;
import static dev.sallyport.files.TusCaller.body;
import static dev.sallyport.files.TusCaller.creating;
import static dev.sallyport.files.TusCaller.id;
import static dev.sallyport.files.TusCaller.tus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.file.BeginUpload;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How uploads are begun, clause by clause; a file may have 1,000 bytes and a person 2,500. */
class TusBeginTest {
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
        String path = caller.begun(ADA, 10);
        String where = method.equals("POST") ? "/v1/uploads" : path;
        Request request = as(ADA, method, where).header("upload-length", "5");
        Response answer = door.ask(version == null ? request : request.header("tus-resumable", version));
        assertThat(answer.status()).as("tus 1.0 Tus-Resumable").isEqualTo(412);
        assertThat(header(answer, "tus-version")).isEqualTo("1.0.0");
        assertThat(caller.offset(path)).isEqualTo("0");
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
        assertThat(caller.patch(path, 4, "456789").status()).isEqualTo(204);
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

    @Test
    void room_is_kept_from_the_first_request_on() {
        caller.begun(ADA, 1_000);
        caller.begun(ADA, 1_000);
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
            caller.begun(ADA, 1);
        }
        Response over = door.ask(creating(ADA, 1));
        assertThat(over.status()).isEqualTo(409);
        assertThat(field(over, "type")).isEqualTo("/problems/too-many-uploads");
    }
}
