package dev.sallyport.files;

import static dev.sallyport.files.TestDoor.ADA;
import static dev.sallyport.files.TestDoor.EVE;
import static dev.sallyport.files.TestDoor.as;
import static dev.sallyport.files.TestDoor.field;
import static dev.sallyport.files.TestDoor.header;
import static dev.sallyport.files.TestDoor.json;
import static dev.sallyport.files.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.page.Slice;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who else may have a file: readers by person and by role, whoever has a link, and everybody. */
class SharingTest {
    private static final String EDITOR = "editor";

    private TestDoor door;
    private String id;

    @BeforeEach
    void open(@TempDir Path folder) {
        door = new TestDoor(folder);
        id = door.kept(ADA, "plan.txt", "the plan");
    }

    @AfterEach
    void close() {
        door.close();
    }

    private Response share(String who, String method, String reader) {
        return door.ask(as(who, method, "/v1/files/" + id + "/readers/" + reader));
    }

    private static String person(String who) {
        return "person:" + TestDoor.person(who);
    }

    private List<String> sharedWith(String who) {
        return json(door.ask(as(who, "GET", "/v1/files/shared"))).path("items").findValuesAsString("id");
    }

    @Test
    void a_person_who_was_let_in_reads_and_does_nothing_else() {
        assertThat(door.get(EVE, id).status()).isEqualTo(404);
        assertThat(share(ADA, "PUT", person(EVE)).status()).isEqualTo(204);
        assertThat(text(door.get(EVE, id))).isEqualTo("the plan");
        assertThat(sharedWith(EVE)).containsExactly(id);
        assertThat(sharedWith(EDITOR)).isEmpty();
        assertThat(json(door.ask(as(EVE, "GET", "/v1/files"))).path("items"))
                .as("not hers")
                .isEmpty();
        assertThat(door.ask(as(EVE, "DELETE", "/v1/files/" + id)).status()).isEqualTo(404);
        assertThat(share(EVE, "PUT", person(EDITOR)).status()).isEqualTo(404);
        assertThat(share(EVE, "DELETE", person(EVE)).status()).isEqualTo(404);
        assertThat(door.ask(as(EVE, "GET", "/v1/files/" + id + "/readers")).status())
                .isEqualTo(404);
        assertThat(door.ask(as(EVE, "POST", "/v1/files/" + id + "/links")).status())
                .isEqualTo(404);
        assertThat(door.ask(as(EVE, "PATCH", "/v1/files/" + id).json("{\"public\":true}"))
                        .status())
                .isEqualTo(404);
        assertThat(share(ADA, "DELETE", person(EVE)).status()).isEqualTo(204);
        assertThat(door.get(EVE, id).status()).isEqualTo(404);
        assertThat(share(ADA, "DELETE", person(EVE)).status()).isEqualTo(404);
    }

    @Test
    void a_role_lets_in_who_has_it() {
        share(ADA, "PUT", "role:editors");
        assertThat(text(door.get(EDITOR, id))).isEqualTo("the plan");
        assertThat(sharedWith(EDITOR)).containsExactly(id);
        assertThat(door.get(EVE, id).status()).isEqualTo(404);
        assertThat(json(door.ask(as(ADA, "GET", "/v1/files/" + id + "/readers")))
                        .path("items")
                        .path(0)
                        .asString())
                .isEqualTo("role:editors");
        assertThat(door.stores.audit().of(TestDoor.person(ADA), Slice.first(10)).items())
                .anySatisfy(event -> {
                    assertThat(event.kind().wireName()).isEqualTo("file.shared");
                    assertThat(event.details()).containsEntry("with", "role:editors");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"eve", "person:eve", "role:", "role:A%20B", "role:*", "person:*", "everybody"})
    void what_is_no_reader_is_refused(String reader) {
        assertThat(share(ADA, "PUT", reader).status()).isEqualTo(400);
    }

    private String link(String body) {
        Request ask = as(ADA, "POST", "/v1/files/" + id + "/links");
        Response made = door.ask(body.isEmpty() ? ask : ask.json(body));
        assertThat(made.status()).as(text(made)).isEqualTo(201);
        assertThat(header(made, "cache-control")).isEqualTo("no-store");
        return field(made, "url");
    }

    private Response follow(String url) {
        URI uri = URI.create(url);
        return door.ask(Request.of("GET", uri.getRawPath() + "?" + uri.getRawQuery()));
    }

    @Test
    void a_link_opens_the_file_until_it_expires() {
        String url = link("{\"expires_in\":\"10m\"}");
        assertThat(url).as("T04").startsWith("https://id.example.org/v1/media/" + id + "?");
        Response answer = follow(url);
        assertThat(text(answer)).isEqualTo("the plan");
        assertThat(header(answer, "cache-control")).isEqualTo("private, no-cache");
        assertThat(header(answer, "content-disposition")).startsWith("attachment");
        door.now = TestDoor.NOW.plus(Duration.ofMinutes(10));
        assertThat(follow(url).status()).isEqualTo(404);
    }

    @Test
    void a_link_goes_with_the_file() {
        String url = link("");
        door.ask(as(ADA, "DELETE", "/v1/files/" + id));
        assertThat(follow(url).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"later", "another file", "no signature", "short", "twice", "no time"})
    void T46_a_link_that_was_changed_opens_nothing(String change) {
        String other = door.kept(ADA, "b.txt", "another");
        String url = link("");
        String changed = switch (change) {
            case "later" -> url.replaceAll("expires=\\d+", "expires=99999999999");
            case "another file" -> url.replace(id, other);
            case "no signature" -> url.replaceAll("&signature=.*", "");
            case "short" -> url.substring(0, url.length() - 1);
            case "twice" -> url + "&expires=99999999999";
            default -> url.replaceAll("expires=\\d+", "expires=never");
        };
        assertThat(follow(changed).status()).isEqualTo(404);
        assertThat(follow(url).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"9s,422", "10s,201", "30d,201", "31d,422", "soon,422"})
    void a_link_holds_so_long_and_no_longer(String stay, int status) {
        Request ask = as(ADA, "POST", "/v1/files/" + id + "/links");
        assertThat(door.ask(ask.json("{\"expires_in\":\"" + stay + "\"}")).status())
                .isEqualTo(status);
    }

    @Test
    void what_is_opened_to_everybody_is_kept_long_by_caches_and_may_be_shown_anywhere() {
        String media = "/v1/media/" + id;
        assertThat(door.ask(Request.of("GET", media)).status()).isEqualTo(404);
        Response opened = door.ask(as(ADA, "PATCH", "/v1/files/" + id).json("{\"public\":true}"));
        assertThat(opened.status()).isEqualTo(200);
        assertThat(json(opened).path("public").asBoolean()).isTrue();
        Response answer = door.ask(Request.of("GET", media));
        assertThat(text(answer)).isEqualTo("the plan");
        assertThat(header(answer, "cache-control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(header(answer, "cross-origin-resource-policy")).isEqualTo("cross-origin");
        assertThat(header(answer, "content-disposition")).startsWith("attachment");
        assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(header(answer, "content-security-policy")).isEqualTo("sandbox; default-src 'none'");
        assertThat(door.ask(Request.of("GET", media).header("if-none-match", header(answer, "etag")))
                        .status())
                .isEqualTo(304);
        door.ask(as(ADA, "PATCH", "/v1/files/" + id).json("{\"public\":false}"));
        assertThat(door.ask(Request.of("GET", media)).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                | 400
            {"public":"yes"}  | 422
            {"owner":"x"}     | 422
            [                 | 400
            """)
    void a_change_that_is_none_changes_nothing(String body, int status) {
        assertThat(door.ask(as(ADA, "PATCH", "/v1/files/" + id).json(body)).status())
                .isEqualTo(status);
        assertThat(door.ask(Request.of("GET", "/v1/media/" + id)).status()).isEqualTo(404);
    }
}
