package dev.sallyport.auth;

import static dev.sallyport.auth.TestBrowser.answer;
import static dev.sallyport.auth.TestBrowser.page;
import static dev.sallyport.auth.TestBrowser.usual;
import static dev.sallyport.auth.TestClients.basic;
import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.PUBLIC;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.text;
import static dev.sallyport.auth.TestRegistration.CALLBACK;
import static dev.sallyport.auth.TestRegistration.MINIMAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.auth.register.RegistrationConfiguration.Clients;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.InviteClient;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.Json;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications that register themselves (RFC 7591, OpenID Connect Dynamic Registration): who may, and what comes of it. */
class RegistrationTest {
    private static final String ADA = "ada@example.org";

    @TempDir
    Path folder;

    private TestDoor door;
    private TestRegistration registration;

    @BeforeEach
    void open() {
        door = TestRegistration.open(folder, Clients.OPEN, Set.of());
        registration = new TestRegistration(door);
        door.register(ADA);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void an_application_registers_and_its_people_are_asked_for_consent() {
        Response told = registration.register(
                "{\"redirect_uris\":[\"" + CALLBACK + "\"],\"client_name\":\"Notes\",\"grant_types\":"
                        + "[\"authorization_code\",\"refresh_token\"],\"logo_uri\":\"https://x.example/\",\"colour\":1}");
        assertThat(told.status()).as("RFC 7591 §3.2.1 " + text(told)).isEqualTo(201);
        assertThat(told.headers().first("cache-control")).contains("no-store");
        assertThat(field(told, "token_endpoint_auth_method"))
                .as("RFC 7591 §2 the default")
                .isEqualTo("client_secret_basic");
        assertThat(json(told).path("client_secret_expires_at").asInt(-1)).isZero();
        assertThat(json(told).path("client_id_issued_at").asLong())
                .isEqualTo(door.now().getEpochSecond());
        assertThat(field(told, "registration_client_uri"))
                .as("OpenID Connect Dynamic Registration §3.1")
                .isEqualTo(PUBLIC + "/oauth2/register/" + field(told, "client_id"));
        assertThat(json(told).has("logo_uri") || json(told).has("colour"))
                .as("RFC 7591 §2 what is not understood is left out")
                .isFalse();

        var browser = new TestBrowser(door);
        String id = field(told, "client_id");
        Response consent = browser.signIn(browser.authorize(usual(id)), ADA, PASSWORD);
        assertThat(page(consent)).as("T31 a third party").isEqualTo("allow");
        Response back = browser.post(consent, Map.of("decision", "allow"));
        Response tokens = door.ask(Request.of("POST", "/oauth2/token")
                .header("authorization", basic(id, field(told, "client_secret")))
                .form(TestBrowser.encoded(Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        answer(back).first("code").orElseThrow(),
                        "redirect_uri",
                        CALLBACK,
                        "code_verifier",
                        TestBrowser.VERIFIER))));
        assertThat(tokens.status()).as(text(tokens)).isEqualTo(200);
        assertThat(field(tokens, "scope")).isEqualTo("openid profile");
    }

    @Test
    void T31_a_registered_client_has_no_privilege_whatever_it_says() {
        Response told = registration.register(
                "{\"redirect_uris\":[\"" + CALLBACK + "\"],\"scope\":\"openid roles admin files\","
                        + "\"trusted\":true,\"client_id\":\"sallyport-web\",\"audiences\":[\"https://x.example\"],"
                        + "\"origin\":\"DECLARED\",\"client_secret\":\"mine\",\"policy\":\"usual\"}");
        Client client = registration.kept(told);
        assertThat(client.id().isFirstParty()).isFalse();
        assertThat(client.origin()).isEqualTo(Client.Origin.REGISTERED);
        assertThat(client.metadata().trusted()).isFalse();
        assertThat(client.metadata().audiences()).containsExactly("https://mcp.example.org/mcp");
        assertThat(client.scopes().toString()).isEqualTo("openid");
        assertThat(field(told, "scope")).isEqualTo("openid");
        assertThat(field(told, "client_secret")).isNotEqualTo("mine");
    }

    @Test
    void T32_secret_and_registration_token_are_kept_as_digests_and_told_once() {
        Response told = registration.register(MINIMAL);
        String secret = field(told, "client_secret");
        String token = field(told, "registration_access_token");
        assertThat(Json.text(registration.kept(told).secrets())
                        + Json.text(registration.kept(told).metadata()))
                .doesNotContain(secret)
                .doesNotContain(token);
        Response again = registration.kept("GET", field(told, "client_id"), token, "");
        assertThat(again.status()).as("RFC 7592 §2.1").isEqualTo(200);
        assertThat(text(again)).doesNotContain(secret);
        assertThat(field(again, "registration_access_token")).as("RFC 7592 §3").isEqualTo(token);
    }

    @Test
    void by_default_nobody_registers() {
        try (var closed = new TestDoor(folder.resolve("closed.d").getParent().resolve("c"))) {
            Response told = closed.post("/oauth2/register", MINIMAL);
            assertThat(told.status()).isEqualTo(403);
            assertThat(field(told, "error")).isEqualTo("access_denied");
            assertThat(json(closed.ask(Request.of("GET", "/.well-known/openid-configuration")))
                            .has("registration_endpoint"))
                    .isFalse();
        }
        assertThat(field(door.ask(Request.of("GET", "/.well-known/openid-configuration")), "registration_endpoint"))
                .isEqualTo(PUBLIC + "/oauth2/register");
    }

    @Test
    void T13_an_invitation_is_good_for_one_registration() throws Exception {
        door.close();
        door = TestRegistration.open(folder, Clients.TOKEN, Set.of());
        registration = new TestRegistration(door);
        var invite = new InviteClient(
                door.stores.oneTime(), new RecordEvent(door.stores.audit(), null, RANDOM), door::now, RANDOM);
        assertThat(registration.register(MINIMAL).status())
                .as("RFC 7591 §3 without one")
                .isEqualTo(401);
        assertThat(invited("made-up", MINIMAL).status()).isEqualTo(401);
        String token = invite.invite(Duration.ofHours(1)).reveal();
        assertThat(invited(token, "{}").status())
                .as("a mistake does not spend it")
                .isEqualTo(400);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = IntStream.range(0, 100)
                    .<Callable<Integer>>mapToObj(
                            i -> () -> invited(token, MINIMAL).status())
                    .toList();
            var statuses =
                    threads.invokeAll(calls).stream().map(f -> f.resultNow()).toList();
            assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
            assertThat(statuses).filteredOn(status -> status == 401).hasSize(99);
        }
        String late = invite.invite(Duration.ofHours(1)).reveal();
        door.pass(Duration.ofHours(2));
        assertThat(invited(late, MINIMAL).status()).isEqualTo(401);
    }

    private static final RandomSource RANDOM = count -> {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    };

    private Response invited(String token, String json) {
        return door.ask(Request.of("POST", "/oauth2/register")
                .header("authorization", "Bearer " + token)
                .json(json));
    }

    @Test
    void the_body_is_json_and_short() {
        assertThat(door.ask(Request.of("POST", "/oauth2/register").form("a=b")).status())
                .as("RFC 7591 §3.1")
                .isEqualTo(415);
        assertThat(registration.register("{").status()).isEqualTo(400);
        var many = new HashMap<String, Object>();
        many.put(
                "redirect_uris",
                IntStream.range(0, 21).mapToObj(i -> "https://a.example/" + i).toList());
        assertThat(field(registration.register(Json.text(many)), "error"))
                .as("T43")
                .isEqualTo("invalid_redirect_uri");
    }
}
