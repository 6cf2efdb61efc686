package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class CspReportsTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Handler door = new TestGates().measuredBy(meters).open().handler();
    private final Logger logger = (Logger) LoggerFactory.getLogger(CspReports.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    private Response report(String type, String body) {
        return door.handle(Request.of("POST", CspReports.PATH)
                .header("content-type", type)
                .with(RequestBody.of(body.getBytes(StandardCharsets.UTF_8))));
    }

    private double counted(String directive) {
        var counter =
                meters.find("sallyport.csp.reports").tag("directive", directive).counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void L11_both_forms_of_report_are_counted_and_logged() {
        String old = """
                {"csp-report": {"document-uri": "https://id.example.org/account?x=secret#y", "violated-directive":
                "script-src-elem 'nonce-abc'", "blocked-uri": "https://evil.example/x.js?token=secret"}}""";
        assertThat(report("application/csp-report", old).status()).isEqualTo(204);
        String list = """
                [{"type": "csp-violation", "body": {"documentURL": "https://id.example.org/", "effectiveDirective":
                "img-src", "blockedURL": "inline"}}, {"type": "deprecation", "body": {"id": "x"}}]""";
        assertThat(report("application/reports+json; charset=utf-8", list).status())
                .isEqualTo(204);

        assertThat(counted("script-src-elem")).isEqualTo(1);
        assertThat(counted("img-src")).isEqualTo(1);
        assertThat(lines.list).hasSize(2);
        assertThat(lines.list.getFirst().getFormattedMessage())
                .contains("directive=script-src-elem", "blocked=https://evil.example/x.js", "/account")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        text/plain             | {"csp-report": {}}   | 415 unsupported-media-type
        ''                     | {"csp-report": {}}   | 415 unsupported-media-type
        application/csp-report | ''                   | 400 malformed-request
        application/csp-report | {                    | 400 malformed-request
        application/csp-report | {}                   | 400 malformed-request
        application/csp-report | {"csp-report": 1}    | 400 malformed-request
        application/csp-report | []                   | 400 malformed-request
        application/csp-report | [1, null, {"type": "x"}] | 400 malformed-request
        application/csp-report | "text"               | 400 malformed-request
        """)
    void what_is_no_report_is_refused(String type, String body, String answer) {
        assertThat(Behind.type(report(type, body))).isEqualTo(answer);
        assertThat(lines.list).isEmpty();
    }

    @Test
    void T43_reports_have_limits_in_length_number_depth_and_rate() {
        String long_ = "{\"csp-report\": {\"blocked-uri\": \"" + "a".repeat(CspReports.LONGEST) + "\"}}";
        assertThat(Behind.type(report("application/csp-report", long_))).isEqualTo("413 too-large");
        assertThat(Behind.type(report("application/csp-report", "[".repeat(10_000))))
                .isEqualTo("400 malformed-request");
        String one = "{\"type\": \"csp-violation\", \"body\": {\"effectiveDirective\": \"img-src\"}}";
        report("application/reports+json", "[" + (one + ",").repeat(50) + one + "]");
        assertThat(counted("img-src")).as("of one body").isEqualTo(10);

        int status = 0;
        for (int i = 0; i < 100; i++) {
            status = report("application/csp-report", "{\"csp-report\": {\"effective-directive\": \"x\"}}")
                    .status();
        }
        assertThat(status).isEqualTo(429);
        assertThat(lines.list).hasSizeLessThan(100);
    }

    @Test
    void T43_a_directive_that_nobody_knows_makes_no_label_of_its_own() {
        for (int i = 0; i < 20; i++) {
            report("application/csp-report", "{\"csp-report\": {\"effective-directive\": \"made-up-" + i + "\"}}");
        }
        assertThat(counted("other")).isEqualTo(20);
        assertThat(meters.find("sallyport.csp.reports").counters()).hasSize(1);
    }

    @Test
    void T45_a_report_cannot_write_a_line_of_the_log() {
        report(
                "application/csp-report",
                "{\"csp-report\": {\"effective-directive\": \"img-src\\r\\n12:00 INFO signed in\","
                        + " \"blocked-uri\": \"a\\u0000b\\u001b[31mc\\u0085d\\u2028e request=forged\","
                        + " \"document-uri\": \"" + "x".repeat(5_000) + "\"}}");

        String line = lines.list.getFirst().getFormattedMessage();
        assertThat(line.chars()).allMatch(c -> c >= ' ' && c < 0x7f);
        assertThat(line).doesNotContain(" request=forged").doesNotContain("INFO signed in");
        assertThat(line.length()).isLessThan(500);
    }
}
