package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A whole house and a client's own server on loopback: somebody signs out in the web app, and the client hears of it. */
class BackChannelTest {
    /** The pair of the example in RFC 7636, appendix B. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    @TempDir
    Path folder;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final AtomicInteger answer = new AtomicInteger(200);
    private final HttpClient http = HttpClient.newHttpClient();
    private HttpServer client;
    private Settings settings;

    @BeforeEach
    void open() throws IOException {
        client = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        client.createContext("/out", exchange -> {
            heard.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(answer.get(), -1);
            exchange.close();
        });
        client.start();
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), """
                data: "%s"
                listen: %d
                monitor: { listen: "127.0.0.1:%d" }
                accounts: { password: { memory: 7, passes: 1 } }
                fetch: { allow_private: true }
                clients:
                  - id: shop
                    secret: "a secret of the shop"
                    trusted: true
                    grants: [authorization_code, refresh_token]
                    scopes: [openid]
                    redirect_uris: ["http://127.0.0.1/callback"]
                    backchannel_logout_uri: "http://127.0.0.1:%d/out"
                    backchannel_logout_session_required: true
                """.formatted(
                        folder.resolve("data"),
                        FreePort.any(),
                        FreePort.any(),
                        client.getAddress().getPort()));
        settings =
                Settings.read(Optional.of(file), Map.of()) instanceof Settings.Read.Good(Settings good) ? good : null;
        assertThat(settings).as("the settings have no mistake").isNotNull();
    }

    @AfterEach
    void close() {
        client.stop(0);
        http.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder to(House house, String path) {
        return HttpRequest.newBuilder(URI.create(house.publicUrl() + path));
    }

    private static String cookies(Map<String, String> jar) {
        return jar.entrySet().stream().map(c -> c.getKey() + "=" + c.getValue()).collect(Collectors.joining("; "));
    }

    /** Signs in to the web app; the cookies of the browser. */
    private Map<String, String> signedIn(House house) throws Exception {
        var body = Map.of("email", FirstPeople.DEMO_EMAIL, "password", FirstPeople.DEMO_PASSWORD);
        HttpResponse<String> in = send(to(house, "/v1/auth/login_web")
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body))));
        assertThat(in.statusCode()).as(in.body()).isEqualTo(200);
        var jar = new LinkedHashMap<String, String>();
        in.headers()
                .allValues("set-cookie")
                .forEach(c -> jar.put(c.substring(0, c.indexOf('=')), c.substring(c.indexOf('=') + 1, c.indexOf(';'))));
        return jar;
    }

    /** The client's ID token, which the browser's session in the web app is enough for. */
    private JsonNode idToken(House house, Map<String, String> jar) throws Exception {
        HttpResponse<String> back = send(to(
                        house,
                        "/oauth2/authorize?response_type=code&client_id=shop&scope=openid&code_challenge_method=S256"
                                + "&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback&code_challenge=" + CHALLENGE)
                .header("cookie", cookies(jar)));
        String location = back.headers().firstValue("location").orElse(back.body());
        String code = Params.parse(URI.create(location).getRawQuery())
                .flatMap(p -> p.first("code"))
                .orElseThrow();
        HttpResponse<String> tokens = send(to(house, "/oauth2/token")
                .header("content-type", "application/x-www-form-urlencoded")
                .header(
                        "authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString("shop:a+secret+of+the+shop".getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=authorization_code&code=" + code + "&code_verifier=" + VERIFIER)));
        assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
        return claims(Json.tree(tokens.body().getBytes(StandardCharsets.UTF_8))
                .path("id_token")
                .asString(""));
    }

    private void signOut(House house, Map<String, String> jar) throws Exception {
        HttpResponse<String> out = send(to(house, "/v1/auth/logout_web")
                .header("cookie", cookies(jar))
                .header("x-csrf-token", jar.get("__Host-csrf_token"))
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(out.statusCode()).as(out.body()).isEqualTo(204);
    }

    private static JsonNode claims(String jwt) {
        return Json.tree(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]));
    }

    private JsonNode heard() throws InterruptedException {
        String form = heard.poll(30, TimeUnit.SECONDS);
        assertThat(form).as("what the client was told").startsWith("logout_token=");
        return claims(form.substring("logout_token=".length()));
    }

    @Test
    void T49_a_client_that_was_down_hears_of_the_sign_out_after_the_house_was_opened_again() throws Exception {
        JsonNode id;
        answer.set(503);
        try (House house = House.open(settings, Machine.real(), true)) {
            var jar = signedIn(house);
            id = idToken(house, jar);
            signOut(house, jar);
            assertThat(heard().path("sid")).as("told at once, and not taken").isEqualTo(id.path("sid"));
        }
        heard.clear();
        answer.set(200);
        try (House house = House.open(settings, Machine.real(), true)) {
            JsonNode told = heard();
            assertThat(told.path("sid")).isEqualTo(id.path("sid"));
            assertThat(told.path("sub")).isEqualTo(id.path("sub"));
            assertThat(told.path("iss").asString(""))
                    .isEqualTo(house.publicUrl().toString());
            assertThat(heard.poll(3, TimeUnit.SECONDS))
                    .as("and once it was taken, no more")
                    .isNull();
        }
    }

    @Test
    void through_the_browser_gate_a_person_takes_back_what_a_client_holds() throws Exception {
        try (House house = House.open(settings, Machine.real(), true)) {
            var jar = signedIn(house);
            idToken(house, jar);
            HttpResponse<String> list = send(to(house, "/web/v1/consents").header("cookie", cookies(jar)));
            assertThat(list.body())
                    .as("nobody is asked for a client of the house")
                    .isEqualTo("{\"items\":[]}");
            var withdraw = to(house, "/web/v1/consents?client_id=shop").header("cookie", cookies(jar));
            assertThat(send(withdraw.copy().DELETE()).statusCode()).isEqualTo(403);
            withdraw.header("x-csrf-token", jar.get("__Host-csrf_token"));
            assertThat(send(withdraw.copy().DELETE()).statusCode()).isEqualTo(204);
            assertThat(send(withdraw.copy().DELETE()).statusCode())
                    .as("nothing is left")
                    .isEqualTo(404);
        }
    }
}
