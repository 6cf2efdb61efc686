package dev.sallyport.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.json.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ProblemTest {
    private static JsonNode body(Response response) {
        return Json.tree(((ResponseBody.Bytes) response.body()).bytes());
    }

    @Test
    // RFC 9457 §3.1: type, title, status and detail, and no member that says nothing.
    void a_problem_is_its_members_as_json() {
        Response response = Problem.notFound().response();
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.headers().first("content-type")).contains("application/problem+json");
        assertThat(response.headers().first("cache-control")).contains("no-store");
        assertThat(body(response).propertyNames()).containsExactlyInAnyOrder("type", "title", "status", "detail");
        assertThat(body(response).get("type").stringValue()).isEqualTo("/problems/not-found");
        assertThat(body(response).get("status").intValue())
                .as("the status of the answer")
                .isEqualTo(404);
    }

    @Test
    void each_mistake_is_told_by_its_place() {
        JsonNode body = body(Problem.invalid(List.of(new Problem.FieldError("/email", "must be an address")))
                .response());
        assertThat(body.get("errors").get(0).get("pointer").stringValue()).isEqualTo("/email");
        assertThat(body.get("errors").get(0).get("detail").stringValue()).isEqualTo("must be an address");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "999, 1", "1000, 1", "1001, 2", "43200000, 43200"})
    void the_wait_is_told_in_whole_seconds_and_never_too_short(long millis, String seconds) {
        assertThat(Problem.internal()
                        .retryAfter(Duration.ofMillis(millis))
                        .headers()
                        .first("retry-after"))
                .contains(seconds);
    }
}
