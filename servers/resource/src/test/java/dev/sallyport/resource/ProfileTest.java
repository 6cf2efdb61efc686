package dev.sallyport.resource;

import static dev.sallyport.resource.TestDoor.ADA;
import static dev.sallyport.resource.TestDoor.ADAS_ID;
import static dev.sallyport.resource.TestDoor.EVE;
import static dev.sallyport.resource.TestDoor.EVES_ID;
import static dev.sallyport.resource.TestDoor.as;
import static dev.sallyport.resource.TestDoor.field;
import static dev.sallyport.resource.TestDoor.header;
import static dev.sallyport.resource.TestDoor.json;
import static dev.sallyport.resource.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileTest {
    private TestDoor door;

    @BeforeEach
    void open(@TempDir Path folder) {
        door = new TestDoor(folder);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private Response read(String who) {
        return door.ask(as(who, "GET", "/v1/profile"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET   | /v1/profile  |          | 401 | /problems/unauthorized
            GET   | /v1/profile  | expired  | 401 | /problems/unauthorized
            GET   | /v1/profile  | no-scope | 403 | /problems/forbidden
            GET   | /v1/profile  | client   | 403 | /problems/forbidden
            GET   | /v1/profile  | odd      | 403 | /problems/forbidden
            GET   | /v1/profile  | gone     | 404 | /problems/not-found
            HEAD  | /v1/profile  |          | 401 | /problems/unauthorized
            PATCH | /v1/profile  |          | 401 | /problems/unauthorized
            PATCH | /v1/profile  | expired  | 401 | /problems/unauthorized
            PATCH | /v1/profile  | no-scope | 403 | /problems/forbidden
            PATCH | /v1/profile  | client   | 403 | /problems/forbidden
            PATCH | /v1/profile  | odd      | 403 | /problems/forbidden
            PATCH | /v1/profile  | gone     | 404 | /problems/not-found
            PUT   | /v1/profile  | ada      | 405 | /problems/method-not-allowed
            GET   | /v1/activity |          | 401 | /problems/unauthorized
            GET   | /v1/activity | expired  | 401 | /problems/unauthorized
            GET   | /v1/activity | no-scope | 403 | /problems/forbidden
            GET   | /v1/activity | client   | 403 | /problems/forbidden
            POST  | /v1/activity | ada      | 405 | /problems/method-not-allowed
            """)
    void T47_a_person_and_nobody_else(String method, String path, String who, int status, String type) {
        Request request = Request.of(method, path).json("{\"name\":\"Mallory\"}");
        Response answer = door.ask(who == null ? request : request.header("authorization", "Bearer " + who));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(field(answer, "type")).isEqualTo(type);
        assertThat(field(read(ADA), "name")).isEqualTo("Ada");
    }

    @Test
    void a_cookie_opens_nothing_here() {
        assertThat(door.ask(Request.of("GET", "/v1/profile").header("cookie", "__Host-access_token=ada"))
                        .status())
                .as("T42")
                .isEqualTo(401);
    }

    @Test
    void a_profile_says_who_one_is() {
        Response profile = read(ADA);
        assertThat(profile.status()).isEqualTo(200);
        assertThat(text(profile))
                .isEqualTo("{\"id\":\"" + ADAS_ID + "\",\"email\":\"ada@example.org\",\"email_verified\":true,"
                        + "\"name\":\"Ada\",\"roles\":[\"editor\"],\"created_at\":\"2026-11-04T10:00:00Z\"}");
        assertThat(header(profile, "cache-control")).isEqualTo("private, no-cache");
    }

    @Test
    void T48_whose_profile_it_is_comes_from_the_token_alone() {
        Response answer = door.ask(as(EVE, "PATCH", "/v1/profile?id=" + ADAS_ID)
                .header("x-user-id", ADAS_ID.toString())
                .json("{\"name\":\"Mallory\"}"));
        assertThat(field(answer, "id")).isEqualTo(EVES_ID.toString());
        assertThat(field(read(ADA), "name")).isEqualTo("Ada");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            RFC 7396 §2 a member replaces           | {"name":"Countess"}      | 200 | Countess |
            RFC 7396 §2 null takes away             | {"name":null}            | 200 |          |
            RFC 7396 §2 what is absent stays        | {}                       | 200 | Ada      |
            RFC 7396 §2 a patch that is no object   | ["name"]                 | 422 | Ada      |
            RFC 7396 §2 a patch that is text        | "Countess"               | 422 | Ada      |
            RFC 7396 §2 a patch that is null        | null                     | 422 | Ada      |
            stripped of spaces around it            | {"name":"  Countess "}   | 200 | Countess |
            composed                                | {"name":"Zoe\\u0308"}    | 200 | Zoë      |
            a number is no name                     | {"name":1}               | 422 | Ada      | /name
            a list is no name                       | {"name":["Ada"]}         | 422 | Ada      | /name
            an object is no name                    | {"name":{"first":"Ada"}} | 422 | Ada      | /name
            T45 a control character                 | {"name":"A\\u0000da"}    | 422 | Ada      | /name
            T45 a line                              | {"name":"A\\nda"}        | 422 | Ada      | /name
            T45 turned about                        | {"name":"\\u202Eada"}    | 422 | Ada      | /name
            half a character                        | {"name":"\\ud800"}       | 422 | Ada      | /name
            T31 what is not one's own to change     | {"roles":["admin"]}      | 422 | Ada      | /roles
            T31 beside what is                      | {"name":"X","email":"x"} | 422 | Ada      | /email
            T48 an id                               | {"id":"1"}               | 422 | Ada      | /id
            not JSON                                | {"name":                 | 400 | Ada      |
            a name twice                            | {"name":"A","name":"B"}  | 400 | Ada      |
            nothing at all                          |                          | 400 | Ada      |
            """)
    void a_patch(String what, String body, int status, String name, String pointer) {
        Response answer = door.patch(ADA, body == null ? "" : body.replace("\\\\", "\\"));
        assertThat(answer.status()).as(what).isEqualTo(status);
        assertThat(field(read(ADA), "name")).isEqualTo(name == null ? "" : name);
        if (pointer != null) {
            assertThat(json(answer).path("errors").path(0).path("pointer").asString())
                    .isEqualTo(pointer);
        }
        if (status == 200) {
            assertThat(text(answer)).isEqualTo(text(read(ADA)));
            assertThat(header(answer, "etag")).isEqualTo(header(read(ADA), "etag"));
        }
        assertThat(door.stores.people().byId(ADAS_ID).orElseThrow().roles()).hasSize(1);
    }

    @Test
    void a_name_has_a_longest_length() {
        assertThat(door.patch(ADA, "{\"name\":\"" + "é".repeat(200) + "\"}").status())
                .isEqualTo(200);
        assertThat(door.patch(ADA, "{\"name\":\"" + "é".repeat(201) + "\"}").status())
                .isEqualTo(422);
        assertThat(door.patch(ADA, "{\"name\":\"" + "x".repeat(70_000) + "\"}").status())
                .as("T43")
                .isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/merge-patch+json                | 200
            application/merge-patch+json; charset=utf-8 | 200
            application/json                            | 200
            Application/JSON                            | 200
            application/json-patch+json                 | 415
            text/plain                                  | 415
            application/x-www-form-urlencoded           | 415
                                                        | 415
            """)
    void a_patch_comes_in_one_form(String mediaType, int status) {
        Request request = as(ADA, "PATCH", "/v1/profile").json("{\"name\":\"Countess\"}");
        request = mediaType == null
                ? request.with(request.headers().without("content-type"))
                : request.header("content-type", mediaType);
        assertThat(door.ask(request).status()).isEqualTo(status);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            RFC 9110 §13.1.1 the version in place  | TAG        | 200
            RFC 9110 §13.1.1 any version           | *          | 200
            RFC 9110 §13.1.1 one of a list         | "a", TAG   | 200
            RFC 9110 §13.1.1 another version       | "a"        | 412
            RFC 9110 §13.1.1 weak is not strong    | W/TAG      | 412
            RFC 9110 §13.1.1 nothing is no version | ~~         | 412
            """)
    void a_change_expects_a_version(String clause, String expected, int status) {
        String tag = header(read(ADA), "etag");
        Response answer = door.patch(ADA, "{\"name\":\"Countess\"}", "if-match", expected.replace("TAG", tag));
        assertThat(answer.status()).as(clause).isEqualTo(status);
        assertThat(field(read(ADA), "name")).isEqualTo(status == 200 ? "Countess" : "Ada");
        assertThat(header(read(ADA), "etag").equals(tag)).isEqualTo(status != 200);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            RFC 9110 §13.1.2 the version in place | TAG        | 304
            RFC 9110 §13.1.2 weak is enough       | W/TAG      | 304
            RFC 9110 §13.1.2 any version          | *          | 304
            RFC 9110 §13.1.2 one of a list        | "a",TAG    | 304
            RFC 9110 §13.1.2 another version      | "a"        | 200
            """)
    void a_reader_who_has_it_gets_no_second_copy(String clause, String known, int status) {
        String tag = header(read(ADA), "etag");
        Response answer = door.ask(as(ADA, "GET", "/v1/profile").header("if-none-match", known.replace("TAG", tag)));
        assertThat(answer.status()).as(clause).isEqualTo(status);
        assertThat(header(answer, "etag")).isEqualTo(tag);
        assertThat(text(answer).isEmpty()).isEqualTo(status == 304);
    }

    @Test
    void of_changes_that_expect_the_same_version_one_takes_place() throws Exception {
        String tag = header(read(ADA), "etag");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = threads.invokeAll(IntStream.range(0, 20)
                    .<Callable<Integer>>mapToObj(
                            i -> () -> door.patch(ADA, "{\"name\":\"Ada " + i + "\"}", "if-match", tag)
                                    .status())
                    .toList());
            int changed = 0;
            for (var answer : answers) {
                assertThat(answer.get()).isIn(200, 412);
                changed += answer.get() == 200 ? 1 : 0;
            }
            assertThat(changed).as("RFC 9110 §13.1.1").isEqualTo(1);
        }
    }

    @Test
    void a_change_is_told_once_and_no_change_is_not() {
        door.patch(ADA, "{\"name\":\"Countess\"}");
        door.patch(ADA, "{\"name\":\"Countess\"}");
        door.patch(ADA, "{}");
        assertThat(door.stores.audit().of(ADAS_ID, Slice.first(10)).items())
                .singleElement()
                .satisfies(event -> assertThat(event.kind()).isEqualTo(AuditEvent.Kind.PROFILE_CHANGED));
    }
}
