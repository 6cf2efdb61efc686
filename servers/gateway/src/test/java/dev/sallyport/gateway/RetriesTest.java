package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to a request whose origin does not answer, over real sockets. */
@SuppressWarnings("StringConcatToTextBlock") // lines of HTTP end with CR LF, which a text block hides
class RetriesTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int TOO_LONG_TO_KEEP = 200_000;
    private static final String LEAVING =
            "HTTP/1.1 503 No\r\nConnection: close\r\nRetry-After: 1\r\nContent-Length: 4\r\n\r\nbusy";
    private static final String BUSY = "HTTP/1.1 503 No\r\nContent-Length: 4\r\n\r\nbusy";

    private static Street before(URI... origins) throws Exception {
        return Street.open(new TestGates().server("resource", origins).open());
    }

    /** A port on which nobody listens. */
    private static URI nobody() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }

    private static int ask(Street street, String method, int length) throws Exception {
        var body = length == 0
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(new byte[length]);
        return CLIENT.send(
                        HttpRequest.newBuilder(street.url().resolve("/v1/profile"))
                                .method(method, body)
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "POST", "PATCH", "DELETE"})
    void where_no_connection_was_made_another_origin_is_asked_by_any_method(String method) throws Exception {
        try (var origin = new KeptOrigin((number, head) -> KeptOrigin.OK)) {
            for (int length : new int[] {0, 100, TOO_LONG_TO_KEEP}) {
                try (Street street = before(nobody(), origin.url())) {
                    assertThat(ask(street, method, length))
                            .as("%s bytes", length)
                            .isEqualTo(200);
                    assertThat(ask(street, method, length)).as("again").isEqualTo(200);
                }
            }
            assertThat(origin.asked()).isEqualTo(6);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        RFC 9110 §9.2.2 | GET     | 0      | 200
        RFC 9110 §9.2.2 | OPTIONS | 0      | 200
        RFC 9110 §9.2.2 | PUT     | 100    | 200
        RFC 9110 §9.2.2 | DELETE  | 0      | 200
        not idempotent  | POST    | 0      | 502
        not idempotent  | POST    | 100    | 502
        not idempotent  | PATCH   | 100    | 502
        its body is gone | PUT    | 200000 | 502
        """)
    void where_a_connection_broke_only_what_may_be_repeated_is(String why, String method, int length, int status)
            throws Exception {
        try (var broken = new KeptOrigin((number, head) -> "");
                var origin = new KeptOrigin((number, head) -> KeptOrigin.OK);
                Street street = before(broken.url(), origin.url())) {
            assertThat(ask(street, method, length)).as(why).isEqualTo(status);
            assertThat(broken.asked()).isEqualTo(1);
            assertThat(origin.asked()).isEqualTo(status == 200 ? 1 : 0);
        }
    }

    @Test
    void a_request_with_a_proof_that_is_taken_once_is_not_repeated() throws Exception {
        try (var broken = new KeptOrigin((number, head) -> "");
                var origin = new KeptOrigin((number, head) -> KeptOrigin.OK);
                Street street = before(broken.url(), origin.url())) {
            var request = HttpRequest.newBuilder(street.url().resolve("/v1/profile"))
                    .header("dpop", "a proof")
                    .build();
            assertThat(CLIENT.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .as("RFC 9449 §11.1")
                    .isEqualTo(502);
        }
    }

    @Test
    void a_kept_connection_that_had_ended_is_replaced_where_the_request_may_be_repeated() throws Exception {
        try (var once = new KeptOrigin((number, head) -> number == 0 ? KeptOrigin.OK : "");
                Street street = before(once.url())) {
            for (int i = 0; i < 10; i++) {
                assertThat(ask(street, "GET", 0)).as("RFC 9112 §9.3.1").isEqualTo(200);
            }
            assertThat(once.asked()).isGreaterThan(10);
            assertThat(ask(street, "POST", 10)).as("RFC 9110 §9.2.2").isEqualTo(502);
        }
    }

    @Test
    void an_origin_alone_that_breaks_every_connection_is_not_asked_for_ever() throws Exception {
        try (var broken = new KeptOrigin((number, head) -> "");
                Street street = before(broken.url())) {
            assertThat(ask(street, "GET", 0)).isEqualTo(502);
            assertThat(broken.asked()).isEqualTo(1);
        }
    }

    @Test
    void there_are_two_further_tries() throws Exception {
        var asked = new AtomicInteger();
        KeptOrigin.Script broken = (number, head) -> {
            asked.incrementAndGet();
            return "";
        };
        try (var a = new KeptOrigin(broken);
                var b = new KeptOrigin(broken);
                var c = new KeptOrigin(broken);
                var d = new KeptOrigin((number, head) -> KeptOrigin.OK);
                Street street = before(a.url(), b.url(), c.url(), d.url())) {
            assertThat(ask(street, "GET", 0)).isEqualTo(502);
            assertThat(asked).hasValue(3);
            assertThat(d.asked()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, 200", "PUT, 200", "POST, 503"})
    void an_origin_that_is_leaving_gives_way_to_another(String method, int status) throws Exception {
        try (var leaving = new KeptOrigin((number, head) -> LEAVING);
                var origin = new KeptOrigin((number, head) -> KeptOrigin.OK);
                Street street = before(leaving.url(), origin.url())) {
            assertThat(ask(street, method, 10)).isEqualTo(status);
            assertThat(ask(street, method, 10)).as("it is left out").isEqualTo(200);
            assertThat(leaving.asked()).isEqualTo(1);
        }
    }

    @Test
    void an_answer_is_an_answer_where_nobody_else_is_left_or_nobody_is_leaving() throws Exception {
        try (var leaving = new KeptOrigin((number, head) -> LEAVING);
                Street street = before(leaving.url())) {
            assertThat(ask(street, "GET", 0)).isEqualTo(503);
        }
        try (var busy = new KeptOrigin((number, head) -> BUSY);
                var origin = new KeptOrigin((number, head) -> KeptOrigin.OK);
                Street street = before(busy.url(), origin.url())) {
            assertThat(ask(street, "GET", 0)).isEqualTo(503);
        }
    }
}
