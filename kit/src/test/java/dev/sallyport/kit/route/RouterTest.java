package dev.sallyport.kit.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {
    private static final Access.Because TEST = Route.because("this is a test");

    private static Route open(String method, String template) {
        Handler handler = request -> {
            try {
                request.body().bytes(Integer.MAX_VALUE - 1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Response.text(200, "text/plain", template + " " + new java.util.TreeMap<>(request.variables()));
        };
        return Route.Open(method, template, handler, TEST);
    }

    private final Router router = new Router(
            List.of(
                    open("GET", "/"),
                    open("GET", "/v1/files"),
                    open("POST", "/v1/files").upTo(10),
                    open("GET", "/v1/files/{id}"),
                    open("DELETE", "/v1/files/{file}"),
                    open("GET", "/v1/files/latest"),
                    open("GET", "/v1/files/latest/parts"),
                    open("GET", "/v1/files/{id}/parts/{part}"),
                    open("GET", "/assets/**"),
                    open("GET", "/v0/files/{id}")
                            .until(new Route.Sunset(
                                    Instant.parse("2026-01-01T00:00:00Z"),
                                    Instant.parse("2027-01-01T00:00:00Z"),
                                    "/v1/files/{id}"))),
            TestGuards.of());

    private static String text(Response response) {
        return new String(((ResponseBody.Bytes) response.body()).bytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        GET    | /                      | / {}
        GET    | /v1/files              | /v1/files {}
        GET    | /v1/files/7            | /v1/files/{id} {id=7}
        HEAD   | /v1/files/7            | /v1/files/{id} {id=7}
        DELETE | /v1/files/7            | /v1/files/{file} {file=7}
        GET    | /v1/files/latest       | /v1/files/latest {}
        GET    | /v1/files/latest/parts | /v1/files/latest/parts {}
        GET    | /v1/files/latest/parts/2 | /v1/files/{id}/parts/{part} {id=latest, part=2}
        GET    | /assets/a/b.js         | /assets/** {rest=a/b.js}
        GET    | /assets                | /assets/** {rest=}
        """)
    void the_most_literal_route_is_found(String method, String path, String answer) {
        assertThat(text(router.handle(Request.of(method, path)))).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        GET     | /nothing       | 404 |
        GET     | /v1/files/     | 404 |
        GET     | /v1/files/7/x  | 404 |
        OPTIONS | /nothing       | 404 |
        PUT     | /v1/files      | 405 | GET, HEAD, OPTIONS, POST
        TRACE   | /v1/files/7    | 405 | DELETE, GET, HEAD, OPTIONS
        OPTIONS | /v1/files      | 204 | GET, HEAD, OPTIONS, POST
        """)
    // RFC 9110 §15.5.6: a 405 says in Allow what is taken.
    void what_is_not_there_and_what_is_not_allowed_are_told_apart(
            String method, String path, int status, String allow) {
        Response response = router.handle(Request.of(method, path));
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.headers().first("allow").orElse(null)).isEqualTo(allow);
    }

    @Test
    void T43_a_declared_and_an_undeclared_long_body_are_refused() {
        var post = Request.of("POST", "/v1/files");
        assertThat(router.handle(post.with(RequestBody.of(new byte[10]))).status())
                .isEqualTo(200);
        assertThat(router.handle(post.with(RequestBody.of(new byte[11]))).status())
                .isEqualTo(413);
        assertThat(router.handle(post.with(new Undeclared(11))).status()).isEqualTo(413);
    }

    @Test
    // RFC 9745 §2.1: a structured date, @ and seconds; RFC 8594 §3: an HTTP date.
    void an_old_version_says_when_it_goes_and_what_follows() {
        Response response = router.handle(Request.of("GET", "/v0/files/7"));
        assertThat(response.headers().first("deprecation")).contains("@1767225600");
        assertThat(response.headers().first("sunset")).contains("Fri, 01 Jan 2027 00:00:00 GMT");
        assertThat(response.headers().first("link")).contains("</v1/files/7>; rel=\"successor-version\"");
    }

    @Test
    void the_template_of_a_request_is_a_bounded_name() {
        assertThat(router.template(Request.of("GET", "/v1/files/7"))).isEqualTo("/v1/files/{id}");
        assertThat(router.template(Request.of("GET", "/x/7"))).isEqualTo("none");
    }

    @Test
    void one_route_twice_is_a_bug() {
        List<Route> twice = List.of(open("GET", "/a/{b}"), open("GET", "/a/{c}"));
        assertThatThrownBy(() -> new Router(twice, TestGuards.of())).hasMessageContaining("two routes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /v1/**            | /v1              | true
        /v1/**            | /v1/a/b          | true
        /v1/**            | /v10             | false
        /v1/auth/login_*  | /v1/auth/login_web | true
        /v1/auth/login_*  | /v1/auth/login   | false
        /v1/auth/login_*  | /v1/auth/login_web/x | false
        /a/*_web          | /a/refresh_web   | true
        /a/*_web          | /a/web           | false
        /**               | /                | true
        """)
    void patterns_of_paths_match_by_segment(String template, String path, boolean matches) {
        assertThat(PathTemplate.parse(template).matches(path)).isEqualTo(matches);
    }

    private record Undeclared(int size) implements RequestBody {
        @Override
        public InputStream stream() {
            return new ByteArrayInputStream(new byte[size]);
        }

        @Override
        public OptionalLong length() {
            return OptionalLong.empty();
        }
    }
}
