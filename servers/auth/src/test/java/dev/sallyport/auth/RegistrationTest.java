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
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.auth.register.RegistrationConfiguration;
import dev.sallyport.auth.register.RegistrationConfiguration.Clients;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.ClientMetadata.Encryption;
import dev.sallyport.domain.client.ClientPolicy;
import dev.sallyport.domain.client.InviteClient;
import dev.sallyport.kit.fetch.Fetched;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.Json;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Applications that register themselves (RFC 7591, OpenID Connect Dynamic Registration) and keep that (RFC 7592). */
class RegistrationTest {
    static final String CALLBACK = "https://app.example.org/callback";
    private static final String ADA = "ada@example.org";
    private static final String MINIMAL = "{\"redirect_uris\":[\"" + CALLBACK + "\"]}";

    @TempDir
    Path folder;

    private TestDoor door;

    @BeforeEach
    void open() {
        door = door(folder, Clients.OPEN, Set.of());
        door.register(ADA);
    }

    @AfterEach
    void close() {
        door.close();
    }

    static TestDoor door(Path folder, Clients clients, Set<String> hosts) {
        return new TestDoor(folder, configuration(clients, hosts), (uri, oldest) -> new Fetched.Refused("no network"));
    }

    static AuthConfiguration configuration(Clients clients, Set<String> hosts) {
        var usual = AuthConfiguration.defaults();
        return new AuthConfiguration(
                usual.tokens(),
                usual.accounts(),
                new RegistrationConfiguration(
                        clients,
                        hosts,
                        Set.of("openid", "profile", "offline_access"),
                        List.of(URI.create("https://mcp.example.org/mcp")),
                        ClientPolicy.USUAL,
                        Duration.ofDays(30),
                        List.of(),
                        false));
    }

    private Response register(String json) {
        return door.post("/oauth2/register", json);
    }

    private Response kept(String method, String id, String token, String json) {
        Request request = Request.of(method, "/oauth2/register/" + id).header("authorization", "Bearer " + token);
        return door.ask(json.isEmpty() ? request : request.json(json));
    }

    private Client kept(Response registered) {
        return door.stores
                .clients()
                .byId(new ClientId(field(registered, "client_id")))
                .orElseThrow();
    }

    private static String with(String member, String value) {
        return "{\"redirect_uris\":[\"" + CALLBACK + "\"],\"" + member + "\":" + value + "}";
    }

    @Test
    void an_application_registers_and_its_people_are_asked_for_consent() {
        Response told = register("{\"redirect_uris\":[\"" + CALLBACK + "\"],\"client_name\":\"Notes\",\"grant_types\":"
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
        Response told = register("{\"redirect_uris\":[\"" + CALLBACK + "\"],\"scope\":\"openid roles admin files\","
                + "\"trusted\":true,\"client_id\":\"sallyport-web\",\"audiences\":[\"https://x.example\"],"
                + "\"origin\":\"DECLARED\",\"client_secret\":\"mine\",\"policy\":\"usual\"}");
        Client client = kept(told);
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
        Response told = register(MINIMAL);
        String secret = field(told, "client_secret");
        String token = field(told, "registration_access_token");
        assertThat(Json.text(kept(told).secrets()) + Json.text(kept(told).metadata()))
                .doesNotContain(secret)
                .doesNotContain(token);
        Response again = kept("GET", field(told, "client_id"), token, "");
        assertThat(again.status()).as("RFC 7592 §2.1").isEqualTo(200);
        assertThat(text(again)).doesNotContain(secret);
        assertThat(field(again, "registration_access_token")).as("RFC 7592 §3").isEqualTo(token);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            RFC 7591 §3.2.2 no redirect URI            | {}                                                       | invalid_redirect_uri
            RFC 7591 §3.2.2 not a list                 | {"redirect_uris":"https://a.example/"}                   | invalid_redirect_uri
            RFC 7591 §3.2.2 not text                   | {"redirect_uris":[7]}                                    | invalid_redirect_uri
            RFC 6749 §3.1.2 a fragment                 | {"redirect_uris":["https://a.example/#x"]}               | invalid_redirect_uri
            RFC 6749 §3.1.2 not absolute               | {"redirect_uris":["/callback"]}                          | invalid_redirect_uri
            T01 a wildcard                             | {"redirect_uris":["https://*.example/"]}                 | invalid_redirect_uri
            T01 a user name                            | {"redirect_uris":["https://a@b.example/"]}               | invalid_redirect_uri
            T02 a script                               | {"redirect_uris":["javascript:alert(1)"]}                | invalid_redirect_uri
            T02 data                                   | {"redirect_uris":["data:text/html,x"]}                   | invalid_redirect_uri
            plain http                                 | {"redirect_uris":["http://a.example/"]}                  | invalid_redirect_uri
            the second of two                          | {"redirect_uris":["https://a.example/","x"]}             | invalid_redirect_uri
            not an object                              | []                                                       | invalid_client_metadata
            """)
    void T01_where_answers_go_is_looked_at(String clause, String body, String error) {
        Response told = register(body);
        assertThat(told.status()).as(clause).isEqualTo(400);
        assertThat(field(told, "error")).as(clause).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            token_endpoint_auth_method  | "client_secret_jwt"
            token_endpoint_auth_method  | 7
            token_endpoint_auth_method  | "private_key_jwt"
            grant_types                 | ["client_credentials"]
            grant_types                 | ["authorization_code","implicit"]
            grant_types                 | ["password"]
            grant_types                 | ["refresh_token"]
            grant_types                 | "authorization_code"
            response_types              | ["token"]
            response_types              | ["code id_token"]
            response_types              | [["code"]]
            scope                       | "roles"
            scope                       | "a\\u0022b"
            scope                       | ["openid"]
            client_name                 | ""
            client_name                 | "a\\u202eb"
            client_name                 | "a\\nb"
            client_name                 | {}
            jwks_uri                    | "http://app.example.org/jwks"
            jwks_uri                    | "not a uri"
            jwks                        | "x"
            jwks                        | {}
            jwks                        | {"keys":[]}
            jwks                        | {"keys":[{"kty":"EC","d":"secret"}]}
            post_logout_redirect_uris   | ["javascript:x"]
            post_logout_redirect_uris   | "https://app.example.org/"
            subject_type                | "private"
            sector_identifier_uri       | "https://app.example.org/sector.json"
            id_token_signed_response_alg| "none"
            id_token_signed_response_alg| "HS256"
            userinfo_signed_response_alg| "none"
            dpop_bound_access_tokens    | "yes"
            backchannel_logout_uri      | "http://app.example.org/out"
            backchannel_logout_uri      | "org.example.app:/out"
            frontchannel_logout_uri     | "https://other.example/out"
            backchannel_logout_session_required  | "yes"
            id_token_encrypted_response_alg      | "RSA1_5"
            id_token_encrypted_response_alg      | "ECDH-ES"
            id_token_encrypted_response_enc      | "A256GCM"
            userinfo_encrypted_response_alg      | "ECDH-ES"
            require_pushed_authorization_requests | 1
            """)
    void RFC_7591_3_2_2_a_wrong_value_is_named(String member, String value) {
        Response told = register(with(member, value));
        assertThat(told.status()).as("RFC 7591 §3.2.2 " + text(told)).isEqualTo(400);
        assertThat(field(told, "error")).isEqualTo("invalid_client_metadata");
        assertThat(field(told, "error_description")).matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            token_endpoint_auth_method            | "none"
            token_endpoint_auth_method            | "client_secret_post"
            token_endpoint_auth_method            | null
            response_types                        | ["code"]
            client_name                           | "Ada's notes"
            subject_type                          | "pairwise"
            id_token_signed_response_alg          | "RS256"
            userinfo_signed_response_alg          | "ES256"
            dpop_bound_access_tokens              | true
            require_pushed_authorization_requests | true
            post_logout_redirect_uris             | ["https://app.example.org/bye"]
            jwks_uri                              | "https://app.example.org/jwks"
            backchannel_logout_uri                | "https://app.example.org/out"
            frontchannel_logout_uri               | "https://app.example.org/out"
            """)
    void what_is_understood_is_told_as_it_was_asked(String member, String value) {
        Response told = register(with(member, value));
        assertThat(told.status()).as(text(told)).isEqualTo(201);
        if (!value.equals("null")) {
            assertThat(json(told).path(member).toString()).as("RFC 7591 §3.2.1").isEqualTo(value.replace(" , ", ","));
        }
        assertThat(json(told).has("client_secret")).isEqualTo(!value.equals("\"none\""));
    }

    @Test
    void a_client_may_want_its_tokens_encrypted() {
        Response told = register(
                "{\"redirect_uris\":[\"" + CALLBACK + "\"],\"jwks_uri\":\"https://app.example.org/jwks\","
                        + "\"id_token_encrypted_response_alg\":\"ECDH-ES\",\"userinfo_encrypted_response_alg\":\"ECDH-ES\","
                        + "\"userinfo_encrypted_response_enc\":\"A256GCM\",\"userinfo_signed_response_alg\":\"ES256\"}");
        assertThat(field(told, "id_token_encrypted_response_enc"))
                .as("OpenID Connect Dynamic Registration §2 " + text(told))
                .isEqualTo("A128CBC-HS256");
        assertThat(kept(told).metadata().userinfoEncryption()).contains(new Encryption("ECDH-ES", "A256GCM"));
        Response changed = kept(
                "PUT",
                field(told, "client_id"),
                field(told, "registration_access_token"),
                "{\"client_id\":\"" + field(told, "client_id") + "\",\"redirect_uris\":[\"" + CALLBACK + "\"]}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(kept(told).metadata().userinfoEncryption()).isEmpty();
    }

    @Test
    void a_pairwise_client_of_two_hosts_is_refused_for_their_subjects_would_join() {
        Response told = register("{\"redirect_uris\":[\"https://a.example/\",\"https://b.example/\"],"
                + "\"subject_type\":\"pairwise\"}");
        assertThat(field(told, "error")).as("OpenID Connect Core §8.1").isEqualTo("invalid_client_metadata");
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
        door = door(folder, Clients.TOKEN, Set.of());
        var invite = new InviteClient(
                door.stores.oneTime(), new RecordEvent(door.stores.audit(), null, RANDOM), door::now, RANDOM);
        assertThat(register(MINIMAL).status()).as("RFC 7591 §3 without one").isEqualTo(401);
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://app.example.org/callback  | 201
            http://127.0.0.1/callback         | 201
            http://[::1]:8080/callback        | 201
            org.example.app:/callback         | 201
            https://evil.example/callback     | 400
            https://app.example.org.evil.example/ | 400
            https://sub.app.example.org/      | 400
            org.example.evil:/callback        | 400
            https://org.example.app/          | 400
            """)
    void T03_redirects_lead_to_listed_hosts_alone(String uri, int status) {
        door.close();
        door = door(folder, Clients.OPEN, Set.of("app.example.org", "localhost", "org.example.app:"));
        Response told = register("{\"redirect_uris\":[\"" + uri + "\"]}");
        assertThat(told.status()).as(text(told)).isEqualTo(status);
    }

    @Test
    void T31_a_change_is_judged_anew_and_spends_the_token() {
        Response told = register(MINIMAL);
        String id = field(told, "client_id");
        String token = field(told, "registration_access_token");
        String change = "{\"client_id\":\"" + id + "\",\"redirect_uris\":[\"%s\"],\"scope\":\"openid roles\"}";
        assertThat(field(kept("PUT", id, token, change.formatted("javascript:x")), "error"))
                .isEqualTo("invalid_redirect_uri");
        Response changed = kept("PUT", id, token, change.formatted("https://new.example/"));
        assertThat(changed.status()).as("RFC 7592 §2.2 " + text(changed)).isEqualTo(200);
        assertThat(kept(told).redirectUris()).containsExactly("https://new.example/");
        assertThat(kept(told).scopes().toString()).isEqualTo("openid");
        assertThat(kept(told).secrets()).as("the secret stays").hasSize(1);
        assertThat(json(changed).has("client_secret")).isFalse();
        String next = field(changed, "registration_access_token");
        assertThat(next).isNotEqualTo(token);
        assertThat(kept("GET", id, token, "").status()).as("the old token").isEqualTo(401);
        assertThat(kept("GET", id, next, "").status()).isEqualTo(200);
    }

    @Test
    void a_client_that_turns_public_loses_its_secret_and_one_that_turns_back_gets_a_new_one() {
        Response told = register(MINIMAL);
        String id = field(told, "client_id");
        String body = "{\"client_id\":\"" + id + "\",\"redirect_uris\":[\"" + CALLBACK
                + "\"],\"token_endpoint_auth_method\":\"%s\"}";
        Response open = kept("PUT", id, field(told, "registration_access_token"), body.formatted("none"));
        assertThat(kept(told).secrets()).isEmpty();
        Response back = kept("PUT", id, field(open, "registration_access_token"), body.formatted("client_secret_post"));
        assertThat(field(back, "client_secret")).isNotEmpty().isNotEqualTo(field(told, "client_secret"));
        assertThat(kept(told).secrets()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            another id         | "client_id":"other"
            no id              | "client_name":"x"
            our own words      | "client_id":"%s","registration_access_token":"x"
            our own address    | "client_id":"%s","registration_client_uri":"x"
            our own time       | "client_id":"%s","client_id_issued_at":1
            another secret     | "client_id":"%s","client_secret":"guess"
            """)
    void RFC_7592_2_2_a_change_speaks_of_the_client_alone(String what, String members) {
        Response told = register(MINIMAL);
        String id = field(told, "client_id");
        String body = "{\"redirect_uris\":[\"" + CALLBACK + "\"]," + members.replace("%s", id) + "}";
        Response changed = kept("PUT", id, field(told, "registration_access_token"), body);
        assertThat(changed.status()).as("RFC 7592 §2.2 " + what).isEqualTo(400);
        assertThat(field(changed, "error")).isEqualTo("invalid_client_metadata");
    }

    @Test
    void T13_of_a_hundred_changes_with_one_token_one_wins() throws Exception {
        Response told = register(MINIMAL);
        String id = field(told, "client_id");
        String token = field(told, "registration_access_token");
        String body = "{\"client_id\":\"" + id + "\",\"redirect_uris\":[\"" + CALLBACK + "\"]}";
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = IntStream.range(0, 100)
                    .<Callable<Integer>>mapToObj(
                            i -> () -> kept("PUT", id, token, body).status())
                    .toList();
            assertThat(threads.invokeAll(calls).stream().map(f -> f.resultNow()))
                    .filteredOn(status -> status == 200)
                    .hasSize(1);
        }
    }

    @Test
    void a_registration_ends_and_with_it_what_the_client_may() {
        Response told = register(MINIMAL);
        String id = field(told, "client_id");
        String token = field(told, "registration_access_token");
        Response other = register(MINIMAL);
        assertThat(kept("DELETE", id, field(other, "registration_access_token"), "")
                        .status())
                .as("another's token")
                .isEqualTo(401);
        assertThat(kept("DELETE", id, token, "").status()).as("RFC 7592 §2.3").isEqualTo(204);
        assertThat(kept("GET", id, token, "").status()).isEqualTo(401);
        assertThat(page(new TestBrowser(door).authorize(usual(id)))).isEqualTo("unknown-client");
    }

    @Test
    void T31_a_registration_token_opens_no_other_client_and_none_that_is_kept_out() {
        Response told = register(MINIMAL);
        String id = field(told, "client_id");
        String token = field(told, "registration_access_token");
        door.stores.clients().add(TestClients.client("spa", true, CALLBACK));
        for (String who : List.of("spa", "nobody", "%20", "sallyport-web")) {
            assertThat(kept("GET", who, token, "").status()).as(who).isEqualTo(401);
        }
        assertThat(door.ask(Request.of("GET", "/oauth2/register/" + id)).status())
                .isEqualTo(401);
        door.stores.clients().enable(new ClientId(id), false);
        assertThat(kept("GET", id, token, "").status()).isEqualTo(401);
        assertThat(kept("DELETE", id, token, "").status()).isEqualTo(401);
    }

    @Test
    void the_body_is_json_and_short() {
        assertThat(door.ask(Request.of("POST", "/oauth2/register").form("a=b")).status())
                .as("RFC 7591 §3.1")
                .isEqualTo(415);
        assertThat(register("{").status()).isEqualTo(400);
        var many = new HashMap<String, Object>();
        many.put(
                "redirect_uris",
                IntStream.range(0, 21).mapToObj(i -> "https://a.example/" + i).toList());
        assertThat(field(register(Json.text(many)), "error")).as("T43").isEqualTo("invalid_redirect_uri");
    }
}
