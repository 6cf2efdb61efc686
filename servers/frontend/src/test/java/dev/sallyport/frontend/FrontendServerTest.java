package dev.sallyport.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.kit.route.Access;
import dev.sallyport.kit.route.Route;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrontendServerTest {
    private static final String DOCUMENT = "{\"openapi\":\"3.1.0\"}";
    private static final String PROOF_PAGE = "assets/proof-page.js";
    private static final Assets ASSETS = Assets.onClassPath();
    private static final Pattern NONCE = Pattern.compile("'nonce-([A-Za-z0-9+/=]+)'");

    private final SplittableRandom seed = new SplittableRandom(1);
    private final RandomSource random = count -> {
        byte[] bytes = new byte[count];
        seed.nextBytes(bytes);
        return bytes;
    };
    private final FrontendServer server = new FrontendServer(
            ASSETS,
            random,
            InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z")),
            URI.create("https://id.example.org"),
            () -> DOCUMENT.getBytes(StandardCharsets.UTF_8));

    @Test
    void L11_every_page_has_a_nonce_of_its_own_that_is_the_one_in_its_policy() {
        var seen = new HashSet<String>();
        for (int i = 0; i < 20; i++) {
            for (String path : FrontendServer.APP_PATHS) {
                Response page = ask(path, path, Map.of());
                String nonce = nonce(page);
                assertThat(seen.add(nonce)).isTrue();
                assertThat(text(page)).contains("nonce=\"" + nonce + "\"").doesNotContain("__NONCE__");
            }
        }
    }

    @Test
    void L11_no_script_or_style_of_the_app_page_is_without_the_nonce() {
        String page = text(ask("/", "/", Map.of()));
        assertThat(Pattern.compile("<(script|style|link rel=\"stylesheet\")[^>]*>")
                        .matcher(page)
                        .results())
                .isNotEmpty()
                .allSatisfy(tag -> assertThat(tag.group()).contains(" nonce=\""));
        assertThat(page).doesNotContainPattern("\\son[a-z]+=").doesNotContain("style=\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "default-src 'none'",
                "base-uri 'none'",
                "frame-ancestors 'none'",
                "form-action 'self'",
                "connect-src 'self'",
                "require-trusted-types-for 'script'",
                "report-uri /csp-report"
            })
    // CSP3 §6: each directive that a page relies on is there, and none allows what has no nonce.
    void L11_the_policy_holds(String directive) {
        assertThat(ask("/", "/", Map.of())
                        .headers()
                        .first("content-security-policy")
                        .orElseThrow())
                .contains(directive)
                .doesNotContain("unsafe");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/../assets.txt",
                "/assets/../../../etc/passwd",
                "/assets/",
                "/assets/.stamp",
                "/assets//index.html",
                "/assets/\0"
            })
    void T46_no_path_leads_out_of_the_web_app(String path) {
        assertThat(ask("/assets/**", path, Map.of()).status()).isEqualTo(404);
    }

    @Test
    void T06_a_path_that_is_markup_is_shown_as_text() {
        Response page =
                ask("/**", "/<script>alert('1')</script>\"&", "accept", "text/html,application/xhtml+xml", Map.of());
        assertThat(page.status()).isEqualTo(404);
        assertThat(text(page))
                .contains("/&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;")
                .doesNotContain("<script");
        assertThat(nonce(page)).isNotEmpty();
    }

    @Test
    void a_program_gets_a_problem_where_nothing_is() {
        Response answer = ask("/**", "/nowhere", "accept", "application/json", Map.of());
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers().first("content-type")).contains("application/problem+json");
    }

    @Test
    void hashed_assets_are_kept_for_good_and_pages_never() {
        int hashed = 0;
        for (String name : ASSETS.names()) {
            if (name.startsWith("assets/") && !name.equals(PROOF_PAGE)) {
                hashed++;
                assertThat(ask("/assets/**", "/" + name, Map.of()).headers().first("cache-control"))
                        .contains("public, max-age=31536000, immutable");
            }
        }
        assertThat(hashed).isGreaterThanOrEqualTo(2);
        assertThat(ask("/assets/**", "/" + PROOF_PAGE, Map.of()).headers().first("cache-control"))
                .as("it keeps its name")
                .contains("public, no-cache");
        assertThat(ask("/", "/", Map.of()).headers().first("cache-control")).contains("no-store");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        br, gzip           | br
        gzip, deflate      | gzip
        br;q=0, gzip;q=0.5 | gzip
        identity           |
        """)
    void assets_come_in_the_best_coding_that_is_taken(String accepted, String coding) {
        Response answer = ask("/assets/**", script(), "accept-encoding", accepted, Map.of());
        assertThat(answer.headers().first("content-encoding").orElse(null)).isEqualTo(coding);
        assertThat(answer.headers().first("vary")).contains("accept-encoding");
        assertThat(answer.headers().first("content-type")).contains("text/javascript; charset=utf-8");
    }

    @Test
    void an_asset_that_is_there_already_is_not_sent_again() {
        String tag =
                ask("/assets/**", script(), Map.of()).headers().first("etag").orElseThrow();
        Response again = ask("/assets/**", script(), "if-none-match", "\"other\", " + tag, Map.of());
        assertThat(again.status()).isEqualTo(304);
        assertThat(text(again)).isEmpty();
        assertThat(ask("/assets/**", script(), "if-none-match", "\"other\"", Map.of())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void every_type_of_problem_has_a_page() {
        for (var entry : ProblemTexts.BY_NAME.entrySet()) {
            Response page = ask("/problems/{name}", "/problems/" + entry.getKey(), Map.of("name", entry.getKey()));
            assertThat(page.status()).isEqualTo(200);
            assertThat(text(page)).contains(Pages.escaped(entry.getValue().title()));
        }
        assertThat(ask("/problems/{name}", "/problems/x", Map.of("name", "x")).status())
                .isEqualTo(404);
    }

    @Test
    // RFC 9116 §2.5: Contact, and Expires once and less than a year ahead; Canonical where the file really is.
    void security_txt_says_whom_to_tell_and_until_when_it_holds() {
        Response answer = ask("/.well-known/security.txt", "/.well-known/security.txt", Map.of());
        assertThat(answer.headers().first("content-type")).contains("text/plain; charset=utf-8");
        assertThat(text(answer))
                .contains("Contact: mailto:security@id.example.org\n", "Expires: 2027-05-23T00:00:00Z\n")
                .contains("Canonical: https://id.example.org/.well-known/security.txt\n")
                .containsOnlyOnce("Expires:");
    }

    private static String script() {
        for (String name : ASSETS.names()) {
            if (name.startsWith("assets/index-") && name.endsWith(".js")) {
                return "/" + name;
            }
        }
        throw new AssertionError("the web app has no script");
    }

    private static String nonce(Response page) {
        var found =
                NONCE.matcher(page.headers().first("content-security-policy").orElseThrow());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private Response ask(String template, String path, Map<String, String> variables) {
        return ask(template, path, "accept", "*/*", variables);
    }

    private Response ask(String template, String path, String header, String value, Map<String, String> variables) {
        Route route = server.routes().stream()
                .filter(r -> r.method().equals("GET") && r.template().equals(template))
                .findFirst()
                .orElseThrow();
        Request request = Request.of("GET", "/").at(path).header(header, value).found(variables);
        return ((Access.Open) route.access()).handler().handle(request);
    }

    private static String text(Response response) {
        return new String(((ResponseBody.Bytes) response.body()).bytes(), StandardCharsets.UTF_8);
    }
}
