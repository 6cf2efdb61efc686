package dev.sallyport.worker.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobHandler.Result;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Letters as text and as HTML, from the facts of a job. */
class LetterpressTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final String LINK = "https://id.example.org/reset-password#nonce.sign";
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0";

    private static Job job(String... more) {
        var payload = new HashMap<>(
                Map.of("template", "new-device", "to", "ada@example.org", "link", LINK, "language", "de"));
        for (int i = 0; i < more.length; i += 2) {
            payload.put(more[i], more[i + 1]);
        }
        return new Job(new UUID(1, 2), "mail", Optional.empty(), payload, 1, NOW, NOW, Optional.empty());
    }

    private static Mail pressed(String... more) {
        return TestStationery.press().press(job(more)).orElseThrow();
    }

    @Test
    void a_letter_says_the_same_as_text_and_as_html_in_its_language() {
        Mail mail = pressed("device", FIREFOX, "at", "2026-11-26T11:58:30Z");
        assertThat(mail.language()).isEqualTo("de");
        assertThat(mail.to()).hasToString("ada@example.org");
        assertThat(mail.subject())
                .startsWith("letter.new-device.subject[at=26. November 2026")
                .contains("11:58 UTC")
                .endsWith("device=Firefox (Linux)]");
        assertThat(mail.text()).contains("letter.new-device.text[", "device=Firefox (Linux)", LINK);
        assertThat(mail.html().orElseThrow())
                .contains("<html lang=\"de\" dir=\"ltr\">", "letter.new-device.text[", "href=\"" + LINK + "\"")
                .contains("background:#00aa01", "background: #00aa02")
                .contains("font-family:&#34;Some Font&#34;, serif");
        assertThat(pressed("at", NOW.toString(), "language", "xx").language()).isEqualTo("en");
    }

    @Test
    void nothing_is_fetched_when_a_letter_is_opened() {
        assertThat(pressed().html().orElseThrow().toLowerCase(Locale.ROOT))
                .doesNotContain("<img", "src=", "url(", "@import", "<link", "<script");
    }

    @Test
    void T06_what_others_say_is_text_in_html() {
        String html = pressed("provider", "<script>alert(1)</script>\" onload=\"x", "template", "identity-linked")
                .html()
                .orElseThrow();
        assertThat(html).contains("&lt;script&gt;alert(1)&lt;/script&gt;").doesNotContain("<script>");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        link     | https://evil.example/reset-password#t
        link     | https://id.example.org.evil.example/x
        link     | https://id.example.org@evil.example/x
        link     | javascript:alert(1)
        link     | ''
        to       | nobody
        to       | ''
        template | ../secrets
        template | ''
        """)
    void T04_a_link_that_leads_elsewhere_and_a_letter_to_nobody_are_given_up(String name, String value)
            throws InterruptedException {
        var send = new SendMail(
                TestStationery.press(), mail -> new Postman.Delivery.Accepted(), new SimpleMeterRegistry());
        assertThat(send.run(job(name, value))).isInstanceOf(Result.Dead.class);
        assertThat(send.run(job())).isEqualTo(new Result.Done());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        refused by the server | Dead
        not now               | Retry
        nobody is there       | Retry
        """)
    void a_delivery_decides_what_becomes_of_the_job_and_is_counted(String said, String expected)
            throws InterruptedException {
        var meters = new SimpleMeterRegistry();
        Postman postman = mail -> switch (said) {
            case "refused by the server" -> new Postman.Delivery.Refused(said);
            case "not now" -> new Postman.Delivery.Later(said);
            default -> new Postman.Delivery.Away(said);
        };
        Result result = new SendMail(TestStationery.press(), postman, meters).run(job());
        assertThat(result.getClass().getSimpleName()).isEqualTo(expected);
        assertThat(result.toString()).contains(said);
        assertThat(meters.get("sallyport.mail").counter().count()).isOne();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile/15E148 Safari/604.1 | Safari (iPhone)
        Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0 | Edge (Windows)
        Shop/4.2 (Android 15) | Shop/4.2 (Android 15)
        ''                    | –
        """)
    void devices_are_named_in_words(String said, String words) {
        assertThat(DeviceWords.of(said)).isEqualTo(words);
    }
}
