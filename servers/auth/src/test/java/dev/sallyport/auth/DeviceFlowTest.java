package dev.sallyport.auth;

import static dev.sallyport.auth.TestBrowser.page;
import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.PUBLIC;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.sallyport.domain.Digest;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.session.Session;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

/** A device without a keyboard from its first question to its tokens (RFC 8628). */
class DeviceFlowTest {
    private static final String ADA = "ada@example.org";
    private static final String GRANT = GrantType.DEVICE_CODE.wireName();

    @TempDir
    Path folder;

    private TestDoor door;
    private TestBrowser browser;

    @BeforeEach
    void open() {
        door = new TestDoor(folder);
        door.register(ADA);
        door.stores.clients().add(client("tv", true, GrantType.DEVICE_CODE, GrantType.REFRESH_TOKEN));
        door.stores.clients().add(client("radio", true, GrantType.DEVICE_CODE));
        door.stores.clients().add(client("kiosk", false, GrantType.DEVICE_CODE));
        door.stores.clients().add(client("shop", false, GrantType.CLIENT_CREDENTIALS));
        browser = new TestBrowser(door);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private static Client client(String id, boolean isPublic, GrantType... grants) {
        return new Client(
                new ClientId(id),
                "The " + id,
                isPublic,
                isPublic ? List.of() : List.of(Digest.of("secret")),
                Set.of(grants),
                Scope.of("openid", "profile", "orders"),
                List.of(),
                false,
                true,
                Client.Origin.ADDED,
                Instant.EPOCH,
                TestClients.metadata(List.of("https://api.example.org"), false));
    }

    private Response ask(String form) {
        return door.ask(Request.of("POST", "/oauth2/device_authorization").form(form));
    }

    private Response poll(String client, Response codes, String more) {
        return door.ask(Request.of("POST", "/oauth2/token")
                .form("grant_type=" + GRANT + "&client_id=" + client + "&device_code=" + field(codes, "device_code")
                        + more));
    }

    private Response poll(Response codes) {
        return poll("tv", codes, "");
    }

    private static String error(Response response) {
        return field(response, "error");
    }

    /** Types the code and signs in; the page that asks whether it is one's own device. */
    private Response confirming(Response codes) {
        Response typing = browser.get("/device");
        assertThat(page(typing)).isEqualTo("continue");
        Response next = browser.post(typing, Map.of("user_code", field(codes, "user_code")));
        return page(next).equals("sign-in") ? browser.signIn(next, ADA, PASSWORD) : next;
    }

    private Response decide(Response codes, String decision) {
        Response confirm = confirming(codes);
        assertThat(page(confirm)).as(text(confirm)).isEqualTo("allow");
        return browser.post(confirm, Map.of("decision", decision));
    }

    private List<AuditEvent.Kind> events() {
        return door.stores.audit().of(door.idOf(ADA), Slice.first(50)).items().stream()
                .map(AuditEvent::kind)
                .toList();
    }

    @Test
    void a_person_allows_a_device_and_it_gets_tokens() {
        Response codes = ask("client_id=tv&scope=openid+profile");
        assertThat(codes.status()).as("RFC 8628 §3.2: " + text(codes)).isEqualTo(200);
        assertThat(codes.headers().first("cache-control")).contains("no-store");
        assertThat(field(codes, "user_code"))
                .as("RFC 8628 §6.1")
                .matches("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}");
        assertThat(field(codes, "verification_uri")).isEqualTo(PUBLIC + "/device");
        assertThat(field(codes, "verification_uri_complete"))
                .as("RFC 8628 §3.3.1")
                .isEqualTo(PUBLIC + "/device?user_code=" + field(codes, "user_code"));
        assertThat(json(codes).path("expires_in").asInt()).isEqualTo(600);
        assertThat(json(codes).path("interval").asInt()).isEqualTo(5);
        assertThat(error(poll(codes))).as("RFC 8628 §3.5").isEqualTo("authorization_pending");
        Response confirm = confirming(codes);
        assertThat(text(confirm)).as("RFC 8628 §3.3, §5.4").contains("The tv", field(codes, "user_code"), ADA);
        Response done = browser.post(confirm, Map.of("decision", "allow"));
        assertThat(text(done)).contains("Your device is connected");
        Response tokens = poll(codes);
        assertThat(tokens.status()).as("RFC 8628 §3.4: " + text(tokens)).isEqualTo(200);
        assertThat(field(tokens, "scope")).isEqualTo("openid profile");
        assertThat(field(tokens, "id_token")).isNotEmpty();
        assertThat(field(tokens, "refresh_token")).isNotEmpty();
        Response userinfo = door.ask(Request.of("GET", "/oauth2/userinfo")
                .header("authorization", "Bearer " + field(tokens, "access_token")));
        assertThat(field(userinfo, "sub")).isEqualTo(door.idOf(ADA).toString());
        assertThat(error(poll(codes))).as("once").isEqualTo("invalid_grant");
        assertThat(events()).contains(AuditEvent.Kind.DEVICE_ALLOWED);
    }

    @Test
    void a_device_has_a_session_of_its_own_which_the_person_ends() {
        Response codes = ask("client_id=tv&scope=openid");
        decide(codes, "allow");
        Response tokens = poll(codes);
        Session session = door.stores.sessions().live(door.idOf(ADA), door.now()).stream()
                .filter(s -> s.kind() == Session.Kind.GRANT)
                .findFirst()
                .orElseThrow();
        assertThat(session.device()).isEqualTo("The tv");
        String refresh = "grant_type=refresh_token&client_id=tv&refresh_token=";
        Response turned = door.ask(Request.of("POST", "/oauth2/token").form(refresh + field(tokens, "refresh_token")));
        assertThat(turned.status()).isEqualTo(200);
        door.stores.sessions().end(session.id(), session.person(), door.now());
        Response ended = door.ask(Request.of("POST", "/oauth2/token").form(refresh + field(turned, "refresh_token")));
        assertThat(error(ended)).isEqualTo("invalid_grant");
    }

    @Test
    void a_client_without_the_refresh_grant_gets_no_refresh_token() {
        Response codes = ask("client_id=radio&scope=orders");
        decide(codes, "allow");
        Response tokens = poll("radio", codes, "");
        assertThat(tokens.status()).isEqualTo(200);
        assertThat(json(tokens).has("refresh_token")).isFalse();
    }

    @Test
    void a_person_says_no() {
        Response codes = ask("client_id=tv");
        assertThat(text(decide(codes, "deny"))).contains("Not connected");
        assertThat(error(poll(codes))).as("RFC 8628 §3.5").isEqualTo("access_denied");
        assertThat(events()).contains(AuditEvent.Kind.DEVICE_DENIED);
    }

    @Test
    void a_device_that_asks_too_often_is_slowed_down_and_one_that_waits_too_long_begins_again() {
        Response codes = ask("client_id=tv");
        assertThat(error(poll(codes))).isEqualTo("authorization_pending");
        door.pass(Duration.ofSeconds(3));
        assertThat(error(poll(codes))).as("RFC 8628 §3.5").isEqualTo("slow_down");
        door.pass(Duration.ofSeconds(6));
        assertThat(error(poll(codes)))
                .as("five seconds are not enough any more")
                .isEqualTo("slow_down");
        door.pass(Duration.ofSeconds(15));
        assertThat(error(poll(codes))).isEqualTo("authorization_pending");
        door.pass(Duration.ofMinutes(10));
        assertThat(error(poll(codes))).as("RFC 8628 §3.5").isEqualTo("expired_token");
        Response typing = browser.get("/device");
        Response unknown = browser.post(typing, Map.of("user_code", field(codes, "user_code")));
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(text(unknown)).contains("This code is not known");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 8628 §3.1 no client                     | scope=openid                                       | invalid_client
            RFC 8628 §3.1 an unknown client             | client_id=nobody                                   | invalid_client
            RFC 8628 §3.1 a secret is wanted            | client_id=kiosk                                    | invalid_client
            RFC 8628 §3.1 a wrong secret                | client_id=kiosk&client_secret=wrong                | invalid_client
            RFC 8628 §3.1 a client without the grant    | client_id=shop&client_secret=secret                | unauthorized_client
            RFC 6749 §3.3 more than the client may      | client_id=tv&scope=admin                           | invalid_scope
            RFC 6749 §3.3 a broken scope                | client_id=tv&scope=%22                             | invalid_scope
            RFC 6749 §3.1 a parameter twice             | client_id=tv&scope=openid&scope=profile            | invalid_request
            RFC 8707 §2 a resource it has not           | client_id=tv&resource=https://x.example            | invalid_target
            RFC 8707 §2 no absolute URI                 | client_id=tv&resource=orders                       | invalid_target
            """)
    void a_wrong_question_is_answered_by_name(String clause, String form, String error) {
        assertThat(error(ask(form))).as(clause).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 8628 §3.4 no code             | client_id=tv                                              | invalid_request
            RFC 8628 §3.4 an empty code       | client_id=tv&device_code=                                 | invalid_request
            RFC 8628 §3.4 a code twice        | client_id=tv&device_code=CODE&device_code=CODE            | invalid_request
            RFC 8628 §3.5 an unknown code     | client_id=tv&device_code=nothing                          | invalid_grant
            RFC 8628 §3.5 another's code      | client_id=radio&device_code=CODE                          | invalid_grant
            RFC 8628 §3.4 without the grant   | client_id=shop&client_secret=secret&device_code=CODE      | unauthorized_client
            RFC 8628 §3.4 no client           | device_code=CODE                                          | invalid_client
            RFC 8707 §2.2 a resource not asked| client_id=tv&device_code=CODE&resource=https://x.example  | invalid_target
            RFC 8628 §3.4 the user code       | client_id=tv&device_code=USER                             | invalid_grant
            """)
    void a_wrong_poll_is_answered_by_name_and_costs_the_device_nothing(String clause, String form, String error) {
        Response codes = ask("client_id=tv&resource=https://api.example.org");
        decide(codes, "allow");
        String filled = form.replace("CODE", field(codes, "device_code")).replace("USER", field(codes, "user_code"));
        Response answer = door.ask(Request.of("POST", "/oauth2/token").form("grant_type=" + GRANT + "&" + filled));
        assertThat(error(answer)).as(clause).isEqualTo(error);
        assertThat(poll(codes).status()).isEqualTo(200);
    }

    @Test
    void the_complete_address_fills_the_code_in_and_still_asks() {
        Response codes = ask("client_id=tv");
        String complete = field(codes, "verification_uri_complete")
                .substring(PUBLIC.toString().length());
        Response typing = browser.get(complete);
        assertThat(page(typing)).as("RFC 8628 §3.3.1").isEqualTo("continue");
        assertThat(text(typing)).contains("value=\"" + field(codes, "user_code") + "\"");
        Response again = browser.get("/device?user_code=%22%3E%3Cscript%3E");
        assertThat(text(again)).as("T06").doesNotContain("<script>");
    }

    @Test
    void what_was_allowed_before_or_to_a_trusted_client_is_asked_again() {
        decide(ask("client_id=tv"), "allow");
        assertThat(page(confirming(ask("client_id=tv")))).as("RFC 8628 §5.4").isEqualTo("allow");
        Client tv = door.stores.clients().byId(new ClientId("tv")).orElseThrow();
        door.stores.clients().replace(TestClients.with(tv, TestClients.metadata(List.of(), true)));
        assertThat(page(confirming(ask("client_id=tv")))).as("RFC 8628 §5.4").isEqualTo("allow");
    }

    @Test
    void T08_a_page_that_somebody_sends_on_opens_in_no_other_browser() {
        Response confirm = confirming(ask("client_id=tv"));
        assertThat(page(confirm)).isEqualTo("allow");
        var stranger = new TestBrowser(door);
        assertThat(page(stranger.get(browser.at))).isEqualTo("expired");
    }

    @Test
    void T09_the_authorization_endpoint_begins_no_devices_flow_and_a_devices_flow_ends_in_no_code() {
        Response codes = ask("client_id=tv");
        Response wrong =
                browser.get("/oauth2/authorize?client_id=tv&response_type=code&user_code=" + field(codes, "user_code"));
        assertThat(page(wrong)).isEqualTo("wrong-redirect");
        Response confirm = confirming(codes);
        String flow = browser.at.substring(browser.at.indexOf('?'));
        Response consent = browser.get("/consent" + flow);
        assertThat(browser.at).as("led back").startsWith("/device?");
        assertThat(page(consent)).isEqualTo("allow");
        browser.at = "/consent" + flow;
        Response posted = browser.post(confirm, Map.of("decision", "allow"));
        assertThat(browser.at).startsWith("/device?");
        assertThat(page(posted)).isEqualTo("allow");
        assertThat(error(poll(codes))).isEqualTo("authorization_pending");
    }

    @Test
    void T19_a_client_disabled_an_account_disabled_or_a_session_ended_meanwhile_gets_nothing() {
        Response codes = ask("client_id=tv");
        Response confirm = confirming(codes);
        Client tv = door.stores.clients().byId(new ClientId("tv")).orElseThrow();
        door.stores.clients().replace(tv.enabled(false));
        assertThat(page(browser.post(confirm, Map.of("decision", "allow")))).isEqualTo("expired");
        door.stores.clients().replace(tv);
        Response other = ask("client_id=tv");
        decide(other, "allow");
        door.stores.sessions().endAll(door.idOf(ADA), door.now());
        assertThat(error(poll(other))).isEqualTo("invalid_grant");
        Response third = ask("client_id=tv");
        decide(third, "allow");
        door.disable(ADA);
        assertThat(error(poll(third))).isEqualTo("invalid_grant");
    }

    @Test
    void T21_wrong_codes_are_counted_and_a_right_one_of_ones_own_does_not_lift_the_count() {
        Response typing = browser.get("/device");
        for (int i = 0; i < 10; i++) {
            browser.post(typing, Map.of("user_code", field(ask("client_id=tv"), "user_code")));
            typing = browser.get("/device");
            Response wrong = browser.post(typing, Map.of("user_code", "BCDF-BCDF"));
            assertThat(wrong.status()).as("RFC 8628 §5.1, wrong code " + i).isEqualTo(400);
        }
        String good = field(ask("client_id=tv"), "user_code");
        Response refused = browser.post(typing, Map.of("user_code", good));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers().first("retry-after")).isPresent();
        door.pass(Duration.ofMinutes(9));
        assertThat(browser.post(browser.get("/device"), Map.of("user_code", good))
                        .status())
                .isEqualTo(429);
        door.pass(Duration.ofMinutes(2));
        String fresh = field(ask("client_id=tv"), "user_code");
        assertThat(page(browser.post(browser.get("/device"), Map.of("user_code", fresh))))
                .isEqualTo("sign-in");
    }

    @Test
    void T13_a_code_is_answered_once_and_redeemed_once_by_many() throws Exception {
        Response codes = ask("client_id=tv");
        Response confirm = confirming(codes);
        String at = browser.at;
        browser.post(confirm, Map.of("decision", "allow"));
        browser.at = at;
        assertThat(page(browser.post(confirm, Map.of("decision", "deny")))).isEqualTo("expired");
        Callable<Response> call = () -> poll(codes);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers =
                    callers.invokeAll(IntStream.range(0, 50).mapToObj(i -> call).toList());
            int won = 0;
            for (var answer : answers) {
                won += answer.get().status() == 200 ? 1 : 0;
            }
            assertThat(won).isOne();
        }
    }

    @Test
    void a_code_that_was_asked_for_with_a_key_is_redeemed_with_that_key() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        ECKey other = new ECKeyGenerator(Curve.P_256).generate();
        Response codes = door.ask(Request.of("POST", "/oauth2/device_authorization")
                .header("dpop", Proofs.proof(door, key, PUBLIC + "/oauth2/device_authorization"))
                .form("client_id=tv"));
        assertThat(codes.status()).as(text(codes)).isEqualTo(200);
        decide(codes, "allow");
        assertThat(error(poll(codes))).as("RFC 9449 §5").isEqualTo("invalid_grant");
        assertThat(error(polled(codes, other))).isEqualTo("invalid_grant");
        Response tokens = polled(codes, key);
        assertThat(field(tokens, "token_type")).as(text(tokens)).isEqualTo("DPoP");
        Response wrong = door.ask(Request.of("POST", "/oauth2/device_authorization")
                .header("dpop", "nonsense")
                .form("client_id=tv"));
        assertThat(error(wrong)).isEqualTo("invalid_dpop_proof");
    }

    private Response polled(Response codes, ECKey key) throws Exception {
        return door.ask(Request.of("POST", "/oauth2/token")
                .header("dpop", Proofs.proof(door, key, PUBLIC + "/oauth2/token"))
                .form("grant_type=" + GRANT + "&client_id=tv&device_code=" + field(codes, "device_code")));
    }

    @Test
    void codes_are_kept_as_digests_and_the_metadata_names_the_endpoint() {
        Response codes = ask("client_id=tv");
        var kept = door.stores
                .devices()
                .byCode(Digest.of(field(codes, "device_code")))
                .orElseThrow();
        String letters = field(codes, "user_code").replace("-", "");
        assertThat(kept.toString()).doesNotContain(field(codes, "device_code")).doesNotContain(letters);
        assertThat(kept.userCode()).as("a digest under a key").isNotEqualTo(Digest.of(letters));
        Response metadata = door.ask(Request.of("GET", "/.well-known/oauth-authorization-server"));
        assertThat(field(metadata, "device_authorization_endpoint"))
                .as("RFC 8628 §4")
                .isEqualTo(PUBLIC + "/oauth2/device_authorization");
        assertThat(text(metadata)).contains(GRANT);
    }
}
