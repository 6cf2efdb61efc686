package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.letter.KeptLetter;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.kit.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** T45: the flows of people and programs with every line logged and every trace kept; then both are searched for what was secret. */
@Tag("slow")
class SecretsInLogsTest {
    private static final String EMAIL = "ada.secret@example.org";
    private static final String PASSWORD = "swordfish swordfish 1";
    private static final String NEXT = "swordfish swordfish 2";
    private static final String WRONG = "swordfish swordfish 3";
    private static final String CLIENT_SECRET = "a-secret-of-the-shop";
    private static final String HOOK_SECRET = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final String ADDRESS = "203.0.113.77";
    private static final Pattern LINK = Pattern.compile("http://localhost:[0-9]+(/[a-z-]+)#([\\w.-]+)");

    @TempDir
    private Path folder;

    /** What nobody may find again, by what it is. */
    private final Map<String, String> secrets = new LinkedHashMap<>();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private StandInCollector collector;
    private Settings settings;

    @BeforeEach
    void open() throws IOException {
        collector = new StandInCollector();
        Path hook = Files.writeString(folder.resolve("hook"), HOOK_SECRET);
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), """
                data: "%s"
                listen: 0
                monitor: { listen: "127.0.0.1:%d" }
                traces: { endpoint: "%s", sample: 1 }
                trusted_proxies: [127.0.0.1/32]
                accounts: { password: { memory: 7, passes: 1 } }
                fetch: { allow_private: true }
                webhooks:
                  - { id: one, url: "%s", events: ["*"], secret_file: "%s" }
                clients:
                  - { id: shop, secret: "%s", grants: [client_credentials], scopes: [orders] }
                """.formatted(
                        folder.resolve("data"),
                        FreePort.any(),
                        collector.url("/v1/traces"),
                        collector.url("/elsewhere/hook"),
                        hook,
                        CLIENT_SECRET));
        if (!(Settings.read(Optional.of(file), Map.of()) instanceof Settings.Read.Good(Settings read))) {
            throw new IllegalStateException("the settings have a mistake");
        }
        settings = read;
    }

    @AfterEach
    void close() {
        collector.close();
        http.close();
    }

    private String secret(String what, String value) {
        assertThat(value).as(what).hasSizeGreaterThan(8);
        secrets.put(what, value);
        return value;
    }

    /** Somebody behind a proxy, from an address that is nobody's business. */
    private HttpResponse<String> post(House house, String path, String type, String body, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + house.port().orElseThrow() + path))
                .timeout(Duration.ofSeconds(30))
                .header("content-type", type)
                .header("x-forwarded-for", ADDRESS)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> json(House house, String path, Map<String, ?> body, String... headers)
            throws IOException, InterruptedException {
        return post(house, path, "application/json", Json.text(body), headers);
    }

    private static JsonNode read(HttpResponse<String> answer) {
        return Json.tree(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    /** The token of the link to that page, from the newest letter that has one. */
    private String linked(Ports ports, String page) throws InterruptedException {
        for (int i = 0; i < 1_000; i++) {
            for (KeptLetter letter :
                    ports.stores().keptLetters().list(Slice.first(20)).items()) {
                Matcher link = LINK.matcher(letter.plain());
                if (link.find() && link.group(1).equals(page)) {
                    return secret("token of " + page, link.group(2));
                }
            }
            Thread.sleep(10);
        }
        throw new AssertionError("no letter with a link to " + page);
    }

    private void signInByBrowser(House house, String password) throws IOException, InterruptedException {
        var answer = json(house, "/v1/auth/login_web", Map.of("email", EMAIL, "password", password));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var cookies = new StringBuilder();
        for (String cookie : answer.headers().allValues("set-cookie")) {
            String pair = cookie.substring(0, cookie.indexOf(';'));
            String value = pair.substring(pair.indexOf('=') + 1);
            if (value.length() > 8) {
                secret("cookie " + pair.substring(0, pair.indexOf('=')), value);
            }
            cookies.append(cookies.isEmpty() ? "" : "; ").append(pair);
        }
        String csrf = secret("CSRF token", read(answer).get("csrf_token").stringValue());
        var refreshed = json(
                house,
                "/v1/auth/refresh_web",
                Map.of(),
                "cookie",
                cookies.toString(),
                "x-csrf-token",
                csrf,
                "origin",
                house.publicUrl().toString(),
                "sec-fetch-site",
                "same-origin");
        assertThat(refreshed.statusCode()).as(refreshed.body()).isEqualTo(200);
        for (String cookie : refreshed.headers().allValues("set-cookie")) {
            secret(
                    "next cookie " + cookie.substring(0, cookie.indexOf('=')),
                    cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';')));
        }
    }

    private void signInByApp(House house) throws IOException, InterruptedException {
        var answer = json(house, "/v1/auth/login_mobile", Map.of("username", EMAIL, "password", NEXT));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        secret("access token", read(answer).get("access_token").stringValue());
        String refresh =
                secret("refresh token", read(answer).get("refresh_token").stringValue());
        var next = json(house, "/v1/auth/refresh_mobile", Map.of("refresh_token", refresh));
        assertThat(next.statusCode()).isEqualTo(200);
        secret("next refresh token", read(next).get("refresh_token").stringValue());
        // One that is nobody's, and an access token in a query, where none belongs.
        json(house, "/v1/auth/refresh_mobile", Map.of("refresh_token", secret("forged token", "forged.forged.forged")));
        post(house, "/v1/auth/me?access_token=" + secrets.get("access token"), "text/plain", "");
    }

    private void flows(House house, Ports ports) throws IOException, InterruptedException {
        json(house, "/v1/auth/register", Map.of("email", EMAIL, "password", PASSWORD, "name", "Ada"));
        String verify = linked(ports, "/verify-email");
        assertThat(json(house, "/v1/auth/email/verify", Map.of("token", verify)).statusCode())
                .isEqualTo(204);
        signInByBrowser(house, PASSWORD);
        assertThat(json(house, "/v1/auth/login_web", Map.of("email", EMAIL, "password", WRONG))
                        .statusCode())
                .isEqualTo(401);
        json(house, "/v1/auth/password/forgot", Map.of("email", EMAIL));
        String reset = linked(ports, "/reset-password");
        assertThat(json(house, "/v1/auth/password/reset", Map.of("token", reset, "password", NEXT))
                        .statusCode())
                .isEqualTo(204);
        signInByApp(house);
        String basic = Base64.getEncoder().encodeToString(("shop:" + CLIENT_SECRET).getBytes(StandardCharsets.UTF_8));
        var token = post(
                house,
                "/oauth2/token",
                "application/x-www-form-urlencoded",
                "grant_type=client_credentials",
                "authorization",
                "Basic " + secret("basic credential", basic));
        assertThat(token.statusCode()).as(token.body()).isEqualTo(200);
        secret("client's token", read(token).get("access_token").stringValue());
    }

    @Test
    void T45_no_line_and_no_span_holds_a_secret_or_an_address() throws Exception {
        secret("password", PASSWORD);
        secret("next password", NEXT);
        secret("wrong password", WRONG);
        secret("client's secret", CLIENT_SECRET);
        secret("webhook's secret", HOOK_SECRET);
        secret("address", ADDRESS);
        List<String> lines;
        try (var every = new EveryLine();
                Ports ports = Ports.open(settings, Machine.real())) {
            try (House house = House.open(settings, Machine.real(), false)) {
                flows(house, ports);
                collector.await(seen -> seen.name().equals("job webhook"));
                collector.await(seen -> seen.name().equals("auth POST /oauth2/token"));
            }
            lines = every.lines().stream().map(line -> line.replace("\\/", "/")).toList();
        }
        assertThat(secrets).hasSizeGreaterThan(15);
        assertThat(lines).as("every request has its line").hasSizeGreaterThan(20);
        assertThat(lines.stream().filter(line -> line.contains("\"access\"")))
                .isNotEmpty()
                .allMatch(line -> line.contains("\"trace_id\":\""));
        String spans = collector.text();
        assertThat(spans).contains("transaction", "/v1/auth/register");
        secrets.forEach((what, value) -> {
            assertThat(lines).as(what + " in a line").noneMatch(line -> line.contains(value));
            assertThat(spans).as(what + " in a span").doesNotContain(value);
        });
        assertThat(lines).as("whom it is about").noneMatch(line -> line.contains(EMAIL));
        assertThat(spans).doesNotContain(EMAIL);
    }
}
