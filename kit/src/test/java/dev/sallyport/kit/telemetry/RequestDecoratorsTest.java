package dev.sallyport.kit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.kit.http.TryLater;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RequestDecoratorsTest {
    @Test
    void requests_are_counted_by_route_and_not_by_what_callers_send() {
        var registry = new SimpleMeterRegistry();
        Handler handler = RequestDecorators.timed("auth", r -> "/v1/files/{id}", registry, System::nanoTime)
                .around(r -> Response.of(200));
        for (int i = 0; i < 50; i++) {
            handler.handle(Request.of(i % 2 == 0 ? "GET" : "BREW" + i, "/v1/files/" + i));
        }
        assertThat(registry.find("sallyport.requests").timers()).hasSize(2);
        assertThat(registry.get("sallyport.requests")
                        .tag("method", "GET")
                        .timer()
                        .count())
                .isEqualTo(25);
    }

    @Test
    void T45_a_line_holds_no_query_no_credential_no_address_and_no_control_character() {
        var logger = (Logger) LoggerFactory.getLogger(Logging.ACCESS);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        Level before = logger.getLevel();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
        try {
            RequestDecorators.logged("auth", r -> "/v1/x", a -> "a-pseudonym", System::nanoTime)
                    .around(r -> Response.of(200))
                    .handle(Request.of("GET", "/v1/x?password=secret")
                            .header("authorization", "Bearer secret")
                            .header("cookie", "a=secret"));
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(before);
        }
        assertThat(lines.list).hasSize(1);
        String line = lines.list.getFirst().getKeyValuePairs().toString();
        assertThat(line).contains("a-pseudonym", "/v1/x").doesNotContain("secret", "127.0.0.1");
    }

    @Test
    void what_breaks_becomes_a_500_that_tells_nothing() {
        Response response = RequestDecorators.mended()
                .around(r -> {
                    throw new IllegalStateException("the inner works");
                })
                .handle(Request.of("GET", "/"));
        assertThat(response.status()).isEqualTo(500);
        assertThat(response.body().toString()).doesNotContain("inner works");
    }

    @Test
    void what_does_not_answer_now_is_told_with_when_to_come_again_and_not_what_it_is() {
        Response response = RequestDecorators.mended()
                .around(request -> {
                    throw new TryLater("the database on db1 cannot be reached") {};
                })
                .handle(Request.of("GET", "/v1/profile"));
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.headers().first("retry-after")).contains("2");
        String body = new String(((ResponseBody.Bytes) response.body()).bytes(), StandardCharsets.UTF_8);
        assertThat(body).contains("unavailable").doesNotContain("db1");
    }
}
