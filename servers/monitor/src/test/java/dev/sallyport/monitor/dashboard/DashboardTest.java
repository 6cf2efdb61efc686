package dev.sallyport.monitor.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.kit.route.Access;
import dev.sallyport.monitor.Health;
import dev.sallyport.monitor.history.HistoryFile;
import dev.sallyport.monitor.history.KeptHistory;
import dev.sallyport.monitor.history.Series;
import dev.sallyport.monitor.page.Pages;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:30:20Z");
    private static final long MINUTE = Math.floorDiv(NOW.getEpochSecond(), 60L);

    private Health health = new Health("up", List.of(new Health.Found("database", "up", "")));

    private final KeptHistory kept = new KeptHistory(new HistoryFile(Path.of("nowhere", "history")));
    private final Dashboard dashboard = new Dashboard(kept, () -> health, true, "1.2.3", new Pages(), () -> NOW);

    private Response answer(String path) {
        return ((Access.Open) dashboard.routes().getFirst().access()).handler().handle(Request.of("GET", path));
    }

    private String page(String path) {
        return new String(((ResponseBody.Bytes) answer(path).body()).bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void a_house_that_has_just_opened_says_when_there_is_something_to_see() {
        assertThat(page("/dashboard"))
                .contains("The house has just opened", "All is well")
                .doesNotContain("<figure");
    }

    @Test
    void L26_every_chart_is_there_and_says_in_words_what_it_shows() {
        kept.history()
                .note(
                        MINUTE - 1,
                        Map.of(Series.REQUESTS_GATEWAY, 12.5, Series.P99, 0.25, Series.HEAP, 64.0 * 1024 * 1024));
        kept.history().note(MINUTE, Map.of(Series.REQUESTS_GATEWAY, 10.0, Series.P99, 0.125));
        String page = page("/dashboard");
        for (String title : List.of(
                "Requests",
                "Errors",
                "Time to answer",
                "Sign-ins",
                "Access tokens",
                "Sent away",
                "Queue",
                "Oldest job",
                "Database",
                "Database time",
                "Heap",
                "Processor")) {
            assertThat(page).contains("<h2>" + title + "</h2>");
        }
        assertThat(page)
                .contains("aria-label=\"Requests. gateway: now 10 /s, at most 12.5 /s\"")
                .contains("99 of 100: now 125 ms, at most 250 ms")
                .contains("64 MiB")
                .contains("Nothing to show in this span.");
    }

    @Test
    void what_does_not_hold_stands_first_with_its_why() {
        health = new Health(
                "down",
                List.of(
                        new Health.Found("disk", "up", ""),
                        new Health.Found("database", "down", "no answer within 2000 ms")));
        assertThat(page("/dashboard")).contains("Not ready", "no answer within 2000 ms");
        health = new Health("warn", List.of(new Health.Found("mail", "warn", "letters wait")));
        assertThat(page("/dashboard")).contains("something to know", "letters wait");
    }

    @Test
    void T06_what_a_check_says_is_text_and_nothing_but_our_own_script_runs() throws Exception {
        health = new Health("warn", List.of(new Health.Found("mail", "warn", "<script>alert(1)</script>\"'")));
        Response answer = answer("/dashboard");
        String page = page("/dashboard");
        assertThat(page).contains("&lt;script&gt;alert(1)").doesNotContain("<script>alert");
        String policy = answer.headers().first("content-security-policy").orElseThrow();
        assertThat(policy)
                .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'none'", "base-uri 'none'")
                .doesNotContain("unsafe");
        for (String part : List.of("style", "script")) {
            var text = Pattern.compile("<" + part + ">(.*?)</" + part + ">", Pattern.DOTALL)
                    .matcher(page);
            assertThat(text.find()).isTrue();
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.group(1).getBytes(StandardCharsets.UTF_8));
            assertThat(policy)
                    .contains(part + "-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
        }
        assertThat(page).doesNotContain("style=\"").doesNotContainPattern(" on[a-z]+=\"");
        assertThat(page).doesNotContainPattern("(src|href)=\"(?!/|data:,)");
    }

    @ParameterizedTest
    @CsvSource({"1, 10:00", "6, 08:00", "24, 20:00", "'', 20:00", "9999, 20:00", "x, 20:00"})
    void the_span_is_one_of_three(String hours, String mark) {
        kept.history().note(MINUTE, Map.of(Series.CPU, 0.5));
        assertThat(page("/dashboard?hours=" + hours)).contains(">" + mark + "</text>");
    }

    @Test
    void a_gap_is_a_gap_and_a_lone_minute_is_a_point() {
        float[] values = {1, 1, Float.NaN, 2, Float.NaN};
        var line = Line.of("x", values, 5, Line.Together.MEAN);
        var chart = new Chart("x", "", Unit.COUNT, List.of(line));
        assertThat(chart.path(line)).matches("M[0-9. ]+L[0-9. ]+M[0-9. ]+h0\\.1");
        assertThat(chart.area(line)).matches("M.*V128ZM.*V128Z");
        assertThat(State.of(new float[] {Float.NaN, 0, 0, 1, 2}))
                .containsExactly(
                        new State(0, 1, "unknown"),
                        new State(1, 2, "up"),
                        new State(3, 1, "warn"),
                        new State(4, 1, "down"));
    }

    @Test
    void minutes_of_one_column_are_their_mean_or_their_worst() {
        float[] minutes = {1, 3, Float.NaN, 5};
        assertThat(Line.of("x", minutes, 2, Line.Together.MEAN).values()).containsExactly(2, 5);
        assertThat(Line.of("x", minutes, 2, Line.Together.GREATEST).values()).containsExactly(3, 5);
        assertThat(Line.of("x", minutes, 2, Line.Together.MEAN).peak()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PER_SECOND | 0        | 0 /s
            PER_SECOND | 12345    | 12.3 k /s
            PER_MINUTE | 2000000  | 2 M /min
            SECONDS    | 0.00123  | 1.23 ms
            SECONDS    | 90       | 90 s
            AGE        | 0.4      | 0 s
            AGE        | 7200     | 2 h
            BYTES      | 1073741824 | 1 GiB
            SHARE      | 0.305    | 30.5 %
            COUNT      | NaN      | –
            """)
    void numbers_are_short(Unit unit, double value, String told) {
        assertThat(unit.told(value)).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.000_01, 0.7, 1, 9.99, 10, 123, 5e6, 3e9})
    void the_top_of_an_axis_is_never_below_what_it_shows(double value) {
        for (Unit unit : Unit.values()) {
            if (unit != Unit.AGE || value < 1e6) {
                assertThat(unit.top(value)).as(unit.name()).isGreaterThanOrEqualTo(value);
            }
        }
    }
}
