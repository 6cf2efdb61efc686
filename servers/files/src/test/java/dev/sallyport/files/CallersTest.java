package dev.sallyport.files;

import static dev.sallyport.files.TestDoor.ADA;
import static dev.sallyport.files.TestDoor.EVE;
import static dev.sallyport.files.TestDoor.as;
import static dev.sallyport.files.TestDoor.field;
import static dev.sallyport.files.TestDoor.header;
import static dev.sallyport.files.TestDoor.json;
import static dev.sallyport.files.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may have which file. */
class CallersTest {
    private static final String PIECE = "application/offset+octet-stream";

    private TestDoor door;

    @BeforeEach
    void open(@TempDir Path folder) {
        door = new TestDoor(folder);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST   | /v1/files?name=a |          | 401 | /problems/unauthorized
            POST   | /v1/files?name=a | expired  | 401 | /problems/unauthorized
            POST   | /v1/files?name=a | no-scope | 403 | /problems/forbidden
            POST   | /v1/files?name=a | client   | 403 | /problems/forbidden
            POST   | /v1/files?name=a | odd      | 403 | /problems/forbidden
            GET    | /v1/files        |          | 401 | /problems/unauthorized
            GET    | /v1/files        | expired  | 401 | /problems/unauthorized
            GET    | /v1/files        | no-scope | 403 | /problems/forbidden
            GET    | /v1/files        | client   | 403 | /problems/forbidden
            GET    | FILE             |          | 401 | /problems/unauthorized
            GET    | FILE             | expired  | 401 | /problems/unauthorized
            GET    | FILE             | no-scope | 403 | /problems/forbidden
            GET    | FILE             | client   | 403 | /problems/forbidden
            GET    | FILE             | eve      | 404 | /problems/not-found
            HEAD   | FILE             | eve      | 404 | /problems/not-found
            DELETE | FILE             |          | 401 | /problems/unauthorized
            DELETE | FILE             | expired  | 401 | /problems/unauthorized
            DELETE | FILE             | no-scope | 403 | /problems/forbidden
            DELETE | FILE             | client   | 403 | /problems/forbidden
            DELETE | FILE             | odd      | 403 | /problems/forbidden
            DELETE | FILE             | eve      | 404 | /problems/not-found
            PUT    | FILE             | ada      | 405 | /problems/method-not-allowed
            """)
    void T47_only_the_owner_comes_to_a_file(String method, String path, String who, int status, String type) {
        String id = door.kept(ADA, "a.txt", "hers");
        String where = path.equals("FILE") ? "/v1/files/" + id : path;
        Request request = Request.of(method, where);
        Response answer = door.ask(who == null ? request : request.header("authorization", "Bearer " + who));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(field(answer, "type")).isEqualTo(type);
        assertThat(header(answer, "www-authenticate").isEmpty()).isEqualTo(status != 401 && !"no-scope".equals(who));
        assertThat(text(door.get(ADA, id))).isEqualTo("hers");
    }

    /** Every route with an id, present and to come, asked by another person for a file and an upload that are not theirs. */
    @Test
    void T47_no_route_lets_another_owner_in() {
        String file = door.kept(ADA, "a.txt", "hers");
        String upload = header(
                door.ask(as(ADA, "POST", "/v1/uploads")
                        .header("tus-resumable", "1.0.0")
                        .header("upload-length", "5")),
                "location");
        var asked = new ArrayList<String>();
        for (Route route : door.routes) {
            if (!route.template().contains("{id}") || route.method().equals("OPTIONS")) {
                continue;
            }
            for (String id : List.of(file, upload.substring(upload.indexOf('/') + 1))) {
                String path =
                        route.template().replace("{id}", id).replace("{reader}", "person:" + TestDoor.person(EVE));
                Response answer = door.ask(as(EVE, route.method(), path)
                        .header("tus-resumable", "1.0.0")
                        .header("upload-offset", "0")
                        .header("content-type", route.template().contains("uploads") ? PIECE : "application/json")
                        .with(RequestBody.of("{\"public\":true}".getBytes(StandardCharsets.UTF_8))));
                assertThat(answer.status()).as(route.method() + " " + path).isIn(404, 422);
                asked.add(route.method() + " " + route.template());
            }
        }
        assertThat(asked.stream().distinct()).hasSizeGreaterThanOrEqualTo(12);
        assertThat(text(door.get(ADA, file))).isEqualTo("hers");
        assertThat(door.get(EVE, file).status()).isEqualTo(404);
        assertThat(json(door.ask(as(ADA, "GET", "/v1/files/" + file + "/readers")))
                        .path("items"))
                .isEmpty();
    }

    @Test
    void T48_anothers_file_looks_exactly_like_none() {
        String hers = door.kept(ADA, "a.txt", "hers");
        String none = new UUID(7, 7).toString();
        for (String method : List.of("GET", "HEAD", "DELETE")) {
            Response other = door.ask(as(EVE, method, "/v1/files/" + hers));
            Response nothing = door.ask(as(EVE, method, "/v1/files/" + none));
            assertThat(other.status()).as(method).isEqualTo(404).isEqualTo(nothing.status());
            assertThat(text(other)).isEqualTo(text(nothing));
            assertThat(names(other)).isEqualTo(names(nothing));
        }
    }

    private static List<String> names(Response response) {
        var names = new ArrayList<String>();
        response.headers().each((name, value) -> names.add(name + ": " + value));
        return names;
    }

    @Test
    void T48_whose_file_it_is_comes_from_the_token_and_not_from_the_request() {
        String owner = TestDoor.person(ADA).toString();
        Response stored = door.ask(as(EVE, "POST", "/v1/files?name=a.txt&owner=" + owner + "&person=" + owner)
                .header("x-user-id", owner)
                .with(RequestBody.of(new byte[] {'x'})));
        assertThat(stored.status()).isEqualTo(201);
        assertThat(door.get(EVE, field(stored, "id")).status()).isEqualTo(200);
        assertThat(door.get(ADA, field(stored, "id")).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "not-an-id",
                "0193A000-0000-7000-8000-000000000001",
                "1-1-1-1-1",
                "0193a000-0000-7000-8000-00000000000g",
                "..",
                "%2e%2e",
                "' OR 1=1 --"
            })
    void what_is_no_id_is_not_found(String id) {
        assertThat(door.get(ADA, id).status()).isEqualTo(404);
        assertThat(door.ask(as(ADA, "DELETE", "/v1/files/" + id)).status()).isEqualTo(404);
    }

    @Test
    void a_deleted_file_is_gone_and_its_bytes_with_it() {
        Response stored = door.upload(ADA, "a.txt", "hers");
        String id = field(stored, "id");
        assertThat(door.blobs.path(field(stored, "digest"))).isPresent();
        assertThat(door.ask(as(ADA, "DELETE", "/v1/files/" + id)).status()).isEqualTo(204);
        assertThat(door.get(ADA, id).status()).isEqualTo(404);
        assertThat(door.ask(as(ADA, "DELETE", "/v1/files/" + id)).status()).isEqualTo(404);
        assertThat(json(door.ask(as(ADA, "GET", "/v1/files"))).path("items")).isEmpty();
        assertThat(door.blobs.path(field(stored, "digest"))).isEmpty();
    }

    @Test
    void one_content_of_two_people_is_two_files_that_tell_nothing_of_each_other() {
        Response hers = door.upload(ADA, "plan.txt", "the same words");
        Response his = door.upload(EVE, "mine.txt", "the same words");
        assertThat(field(his, "digest")).isEqualTo(field(hers, "digest"));
        assertThat(his.status()).isEqualTo(hers.status());
        assertThat(field(his, "id")).isNotEqualTo(field(hers, "id"));
        assertThat(text(door.ask(as(EVE, "GET", "/v1/files")))).doesNotContain("plan.txt", field(hers, "id"));

        assertThat(door.ask(as(EVE, "DELETE", "/v1/files/" + field(his, "id"))).status())
                .isEqualTo(204);
        assertThat(text(door.get(ADA, field(hers, "id")))).isEqualTo("the same words");
        assertThat(door.get(EVE, field(hers, "id")).status()).isEqualTo(404);
    }

    @Test
    void one_content_lies_on_the_disk_once_however_it_came(@TempDir Path other) throws IOException {
        try (var own = new TestDoor(other)) {
            own.kept(ADA, "a.txt", "the same words");
            own.kept(EVE, "b.txt", "the same words");
            own.ask(as(EVE, "POST", "/v1/uploads")
                    .header("tus-resumable", "1.0.0")
                    .header("upload-length", "14")
                    .header("content-type", PIECE)
                    .with(RequestBody.of("the same words".getBytes(StandardCharsets.UTF_8))));
            assertThat(json(own.ask(as(EVE, "GET", "/v1/files"))).path("items")).hasSize(2);
            try (Stream<Path> all = Files.walk(other.resolve("files"))) {
                assertThat(all.filter(Files::isRegularFile)).hasSize(1);
            }
        }
    }

    @Test
    void a_digest_is_no_key_to_a_content() {
        Response hers = door.upload(ADA, "a.txt", "hers");
        assertThat(door.get(EVE, field(hers, "digest")).status()).isEqualTo(404);
        assertThat(door.get(EVE, field(hers, "id"), "if-none-match", header(door.get(ADA, field(hers, "id")), "etag"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void ones_own_files_are_listed_newest_first_by_cursor() {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            ids.add(door.kept(ADA, "file" + i, "content " + i));
        }
        door.kept(EVE, "other", "not hers");
        var seen = new ArrayList<String>();
        String after = "";
        for (int pages = 0; pages == 0 || !after.isEmpty(); pages++) {
            Response page = door.ask(as(ADA, "GET", "/v1/files?limit=2" + (after.isEmpty() ? "" : "&after=" + after)));
            assertThat(page.status()).isEqualTo(200);
            assertThat(header(page, "cache-control")).isEqualTo("private, no-store");
            json(page).path("items").forEach(item -> seen.add(item.path("id").asString()));
            after = json(page).path("next").asString("");
            assertThat(pages).isLessThan(4);
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            limit=0           | 400
            limit=201         | 400
            limit=-1          | 400
            limit=ten         | 400
            limit=1&limit=2   | 400
            after=%00         | 400
            after=a%20b       | 400
            after=%zz         | 400
            after=12.34       | 200
            limit=200         | 200
            """)
    void a_page_is_asked_for_in_one_way_only(String query, int status) {
        assertThat(door.ask(as(ADA, "GET", "/v1/files?" + query)).status()).isEqualTo(status);
    }
}
