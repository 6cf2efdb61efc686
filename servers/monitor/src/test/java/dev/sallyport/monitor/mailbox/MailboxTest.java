package dev.sallyport.monitor.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.letter.KeptLetter;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.kit.route.Access;
import dev.sallyport.kit.route.Route;
import dev.sallyport.monitor.page.Pages;
import dev.sallyport.storage.Stores;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The mailbox of development: letters as they are, and harmless. */
class MailboxTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    private final Stores stores = Stores.inMemory();
    private final Mailbox mailbox = new Mailbox(stores.keptLetters(), new Pages(), () -> NOW);

    @AfterEach
    void close() {
        stores.close();
    }

    private KeptLetter kept(String subject, String plain, Optional<String> html, Duration ago) {
        var letter = new KeptLetter(UUID.randomUUID(), "ada@example.org", "de", subject, plain, html, NOW.minus(ago));
        stores.keptLetters().keep(letter, 200);
        return letter;
    }

    private Response ask(String path, String host) {
        String bare = path.replaceFirst("\\?.*", "");
        String[] steps = bare.substring(1).split("/", -1);
        String template = "/mailbox" + (steps.length > 1 ? "/{id}" : "") + (steps.length > 2 ? "/html" : "");
        Route route = mailbox.routes().stream()
                .filter(one -> one.template().equals(template))
                .findFirst()
                .orElseThrow();
        Request request = Request.of("GET", path)
                .header("host", host)
                .found(steps.length > 1 ? Map.of("id", steps[1]) : Map.of());
        return ((Access.Open) route.access()).handler().handle(request);
    }

    private Response ask(String path) {
        return ask(path, "127.0.0.1:9090");
    }

    private static String text(Response response) {
        return response.body() instanceof ResponseBody.Bytes(byte[] bytes)
                ? new String(bytes, StandardCharsets.UTF_8)
                : "";
    }

    private static String policy(Response response) {
        return response.headers().first("content-security-policy").orElse("");
    }

    @Test
    void an_empty_mailbox_says_what_will_come() {
        assertThat(text(ask("/mailbox"))).contains("No letters yet");
    }

    @Test
    void the_newest_letter_is_open_and_each_can_be() {
        KeptLetter old = kept("Älter", "alt", Optional.of("<p>alt</p>"), Duration.ofHours(3));
        KeptLetter young = kept("Neu", "neu", Optional.of("<p>neu</p>"), Duration.ofSeconds(3));
        String page = text(ask("/mailbox"));
        assertThat(page).contains("Älter", "3 h ago", "just now", "src=\"/mailbox/" + young.id() + "/html\"");
        assertThat(text(ask("/mailbox/" + old.id()))).contains("src=\"/mailbox/" + old.id() + "/html\"");
        assertThat(ask("/mailbox/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(ask("/mailbox/nonsense").status()).isEqualTo(404);
    }

    @Test
    void links_in_the_text_can_be_clicked_and_the_rest_is_text() {
        KeptLetter letter =
                kept("x", "See <b>\nhttps://id.example.org/a#b.c\nnow", Optional.of("<p>x</p>"), Duration.ZERO);
        assertThat(text(ask("/mailbox/" + letter.id() + "?as=text")))
                .contains(
                        "See &lt;b&gt;",
                        "<a href=\"https://id.example.org/a#b.c\" target=\"_blank\" rel=\"noreferrer\">")
                .doesNotContain("<iframe");
    }

    @Test
    void T06_a_letter_can_run_load_and_send_nothing() {
        KeptLetter letter = kept(
                "<script>alert(1)</script>",
                "x",
                Optional.of("<!doctype html><html><head></head><body><script>alert(1)</script></body></html>"),
                Duration.ZERO);
        Response page = ask("/mailbox");
        assertThat(text(page)).doesNotContain("<script>").contains("sandbox=\"allow-popups");
        assertThat(policy(page))
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        Response framed = ask("/mailbox/" + letter.id() + "/html");
        assertThat(text(framed)).contains("<head><base target=\"_blank\">");
        assertThat(policy(framed))
                .contains("default-src 'none'", "sandbox allow-popups", "frame-ancestors 'self'")
                .doesNotContain("allow-scripts", "allow-same-origin", "script-src");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "evil.example:9090", "127.0.0.1.evil.example", "localhost.evil.example", ""})
    void a_foreign_name_that_points_here_reads_nothing(String host) {
        KeptLetter letter = kept("x", "x", Optional.of("<p>x</p>"), Duration.ZERO);
        for (String path : new String[] {"/mailbox", "/mailbox/" + letter.id(), "/mailbox/" + letter.id() + "/html"}) {
            assertThat(ask(path, host).status()).isEqualTo(404);
            assertThat(ask(path, "localhost:9090").status()).isEqualTo(200);
            assertThat(ask(path, "[::1]:9090").status()).isEqualTo(200);
        }
    }
}
