package dev.sallyport.auth;

import static dev.sallyport.auth.TestBrowser.VERIFIER;
import static dev.sallyport.auth.TestBrowser.answer;
import static dev.sallyport.auth.TestBrowser.page;
import static dev.sallyport.auth.TestBrowser.usual;
import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.cookie;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.ClientMetadata;
import dev.sallyport.domain.client.LogoutUris;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobHandler.Result;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.DisablePerson;
import dev.sallyport.domain.session.EndAllSessions;
import dev.sallyport.domain.session.LogoutNotice;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SessionEnd;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.fetch.FetchLimits;
import dev.sallyport.kit.fetch.Fetched;
import dev.sallyport.kit.fetch.GuardedFetch;
import dev.sallyport.kit.fetch.Resolver;
import dev.sallyport.kit.fetch.Transport;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The end of a session, however it comes: what ends with it, and who is told (OpenID Connect Back-Channel and Front-Channel Logout). */
class LogoutTest {
    private static final String ADA = "ada@example.org";
    private static final String BACK = "https://app.example.org/backchannel";
    private static final String FRONT = "https://app.example.org/frontchannel";

    @TempDir
    Path folder;

    private TestDoor door;
    private TestBrowser browser;

    @BeforeEach
    void open() {
        door = new TestDoor(folder);
        door.register(ADA);
        add("shop", new LogoutUris(Optional.of(BACK), true, Optional.of(FRONT), true), m -> m);
        add("quiet", LogoutUris.NONE, m -> m);
        browser = new TestBrowser(door);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private interface Change {
        ClientMetadata of(ClientMetadata metadata);
    }

    private void add(String id, LogoutUris logout, Change change) {
        Client c = CodeFlowTest.client(id, false, "https://app.example.org/callback");
        door.stores
                .clients()
                .add(new Client(
                        c.id(),
                        c.name(),
                        false,
                        c.secrets(),
                        c.grants(),
                        c.scopes(),
                        c.redirectUris(),
                        false,
                        true,
                        c.origin(),
                        c.created(),
                        change.of(ClientMetadata.NONE.with(logout))));
    }

    private Response webSignIn() {
        Response signedIn = browser.send(Request.of("POST", "/v1/auth/login_web")
                .header("origin", TestDoor.PUBLIC.toString())
                .json("{\"email\":\"" + ADA + "\",\"password\":\"" + PASSWORD + "\"}"));
        assertThat(signedIn.status()).as(text(signedIn)).isEqualTo(200);
        return signedIn;
    }

    private Response webSignOut() {
        return browser.send(Request.of("POST", "/v1/auth/logout_web")
                .header("origin", TestDoor.PUBLIC.toString())
                .header("x-csrf-token", browser.cookie("__Host-csrf_token")));
    }

    /** Whoever is signed in, or signs in on the way, allows it; the tokens of the client. */
    private Response tokens(String client, String scope) {
        var query = usual(client);
        query.put("scope", scope);
        Response at = browser.authorize(query);
        if (page(at).equals("sign-in")) {
            at = browser.signIn(at, ADA, PASSWORD);
        }
        if (page(at).equals("allow")) {
            at = browser.post(at, Map.of("decision", "allow"));
        }
        Response tokens = token(
                client,
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        answer(at).first("code").orElseThrow(),
                        "code_verifier",
                        VERIFIER));
        assertThat(tokens.status()).as(text(tokens)).isEqualTo(200);
        return tokens;
    }

    private Response token(String client, Map<String, String> form) {
        return door.ask(Request.of("POST", "/oauth2/token")
                .header("authorization", CodeFlowTest.basic(client, "secret of " + client))
                .form(TestBrowser.encoded(new HashMap<>(form))));
    }

    private String refreshed(String client, Response tokens) {
        Response answer =
                token(client, Map.of("grant_type", "refresh_token", "refresh_token", field(tokens, "refresh_token")));
        return answer.status() == 200 ? "granted" : field(answer, "error");
    }

    private static String sid(Response tokens) throws Exception {
        return SignedJWT.parse(field(tokens, "id_token")).getJWTClaimsSet().getStringClaim("sid");
    }

    /** What waits in the queue of this kind. */
    private List<Job> jobs(String kind) {
        return door.stores.jobs().claim(door.now(), Duration.ofMinutes(1), 100).stream()
                .filter(job -> job.kind().equals(kind))
                .toList();
    }

    /** Does what the worker does with ended sessions; the notices that come of it. */
    private List<Job> notices() throws Exception {
        for (Job ended : jobs(SessionEnd.KIND)) {
            assertThat(door.tellClients.run(ended)).isEqualTo(new Result.Done());
            door.stores.jobs().done(ended);
        }
        return jobs(LogoutNotice.KIND);
    }

    /** Every way in which a session ends; each is given the session of Ada's browser in the product's own web app. */
    @SuppressWarnings("ImmutableEnumChecker") // what they do is theirs alone
    enum End {
        SIGN_OUT_OF_THE_WEB_APP(test -> assertThat(test.webSignOut().status()).isEqualTo(204)),
        SIGN_OUT_PAGE(test -> test.signOutPage("/oauth2/logout")),
        LIST_OF_SESSIONS(test -> {
            String mobile = field(test.door.mobile(ADA, PASSWORD), "access_token");
            String id = test.door.stores.sessions().live(test.door.idOf(ADA), test.door.now()).stream()
                    .filter(s -> s.kind() == Session.Kind.WEB)
                    .findFirst()
                    .orElseThrow()
                    .id()
                    .toString();
            assertThat(test.door
                            .ask(Request.of("DELETE", "/v1/auth/sessions/" + id)
                                    .header("authorization", "Bearer " + mobile))
                            .status())
                    .isEqualTo(204);
        }),
        ALL_OTHER_SESSIONS(test -> {
            String mobile = field(test.door.mobile(ADA, PASSWORD), "access_token");
            assertThat(test.door
                            .ask(Request.of("DELETE", "/v1/auth/sessions").header("authorization", "Bearer " + mobile))
                            .status())
                    .isEqualTo(200);
        }),
        NEW_PASSWORD_BY_A_LINK(test -> {
            String link = test.door.resetLink(ADA);
            assertThat(test.door
                            .post(
                                    "/v1/auth/password/reset",
                                    "{\"token\":\"" + link + "\",\"password\":\"another long password\"}")
                            .status())
                    .isEqualTo(204);
        }),
        ADMINISTRATOR_DISABLES(test -> new DisablePerson(
                        test.door.stores.people(),
                        test.door.stores.sessions(),
                        test.door.links,
                        test.door.events,
                        test.door::now)
                .disable(test.door.idOf(ADA))),
        ADMINISTRATOR_ENDS_ALL(test -> new EndAllSessions(test.door.stores.sessions(), test.door.events, test.door::now)
                .endAll(test.door.idOf(ADA))),
        THEFT_OF_THE_WEB_APPS_REFRESH_TOKEN(test -> {
            String stolen = test.browser.cookie("__Secure-refresh_token");
            Response turned = test.refreshWeb(stolen);
            assertThat(turned.status()).isEqualTo(200);
            test.door.pass(Duration.ofSeconds(11));
            assertThat(test.refreshWeb(stolen).status()).isEqualTo(401);
        });

        private final Consumer<LogoutTest> comes;

        End(Consumer<LogoutTest> comes) {
            this.comes = comes;
        }
    }

    private Response refreshWeb(String token) {
        return door.ask(Request.of("POST", "/v1/auth/refresh_web")
                .header("origin", TestDoor.PUBLIC.toString())
                .header("x-csrf-token", browser.cookie("__Host-csrf_token"))
                .header(
                        "cookie",
                        "__Secure-refresh_token=" + token + "; __Host-csrf_token="
                                + browser.cookie("__Host-csrf_token")));
    }

    private Response signOutPage(String logout) {
        Response asked = browser.get(logout);
        assertThat(page(asked)).isEqualTo("sign-out");
        return browser.post(asked, Map.of());
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void T30_T49_however_a_session_ends_its_families_end_with_it_and_its_clients_are_told(End end) throws Exception {
        webSignIn();
        Response shop = tokens("shop", "openid profile");
        Response quiet = tokens("quiet", "openid");
        Response away = tokens("shop", "openid offline_access");
        end.comes.accept(this);
        assertThat(refreshed("shop", shop)).isEqualTo("invalid_grant");
        assertThat(refreshed("quiet", quiet)).isEqualTo("invalid_grant");
        var told = new ArrayList<LogoutNotice>();
        notices().forEach(job -> told.add(LogoutNotice.of(job)));
        assertThat(told.stream().map(n -> n.client() + " " + n.sid()))
                .as("OpenID Connect Back-Channel Logout §2.3")
                .containsExactlyInAnyOrder("shop " + sid(shop), "shop " + sid(away));
        assertThat(page(browser.authorize(usual("shop"))))
                .as("nobody is signed on any more")
                .isEqualTo("sign-in");
    }

    @Test
    void a_person_who_signed_in_to_the_web_app_is_signed_on_for_clients_in_the_same_session() {
        Response in = webSignIn();
        assertThat(cookie(in, "__Host-session")).isNotEmpty();
        assertThat(TestDoor.setCookies(in).stream().filter(c -> c.startsWith("__Host-session=")))
                .singleElement()
                .asString()
                .contains("HttpOnly", "Secure", "SameSite=Lax", "Path=/");
        assertThat(page(browser.authorize(usual("shop")))).isEqualTo("allow");
        assertThat(door.stores.sessions().live(door.idOf(ADA), door.now()))
                .as("one row")
                .hasSize(1);
    }

    @Test
    void login_mobile_gives_no_cookie() {
        assertThat(TestDoor.setCookies(door.mobile(ADA, PASSWORD))).isEmpty();
    }

    @Test
    void T08_an_older_copy_of_the_cookie_is_nothing_after_signing_in_again_on_the_page() {
        String first = cookie(webSignIn(), "__Host-session");
        door.pass(Duration.ofSeconds(1));
        var again = usual("shop");
        again.put("prompt", "login");
        browser.signIn(browser.authorize(again), ADA, PASSWORD);
        var thief = new TestBrowser(door);
        thief.keep("__Host-session", first);
        assertThat(page(thief.authorize(usual("shop")))).isEqualTo("sign-in");
        assertThat(door.stores.sessions().live(door.idOf(ADA), door.now())).hasSize(1);
    }

    @Test
    void signing_out_on_the_page_also_takes_the_cookies_of_the_web_app() {
        webSignIn();
        Response out = signOutPage("/oauth2/logout");
        assertThat(page(out)).isEqualTo("signed-out");
        for (String name :
                List.of("__Host-session", "__Host-access_token", "__Secure-refresh_token", "__Host-csrf_token")) {
            assertThat(TestDoor.setCookies(out).stream().filter(c -> c.startsWith(name + "=")))
                    .as(name)
                    .singleElement()
                    .asString()
                    .contains("Max-Age=0");
        }
    }

    @Test
    void whoever_signed_in_twice_in_a_browser_is_signed_out_of_it_whole_and_others_stay() {
        tokens("shop", "openid");
        door.register("bob@example.org");
        door.pass(Duration.ofSeconds(1));
        var another = usual("quiet");
        another.put("prompt", "login");
        browser.signIn(browser.authorize(another), "bob@example.org", PASSWORD);
        webSignIn();
        assertThat(door.stores.sessions().live(door.idOf(ADA), door.now())).hasSize(2);
        var choose = usual("quiet");
        choose.put("prompt", "select_account");
        assertThat(text(browser.authorize(choose)).split(ADA, -1))
                .as("named once")
                .hasSize(2);
        webSignOut();
        assertThat(door.stores.sessions().live(door.idOf(ADA), door.now())).isEmpty();
        assertThat(door.stores.sessions().live(door.idOf("bob@example.org"), door.now()))
                .hasSize(1);
        assertThat(page(browser.authorize(usual("quiet")))).isEqualTo("allow");
    }

    @Test
    void a_logout_token_says_who_and_which_session_and_verifies_by_the_clients_algorithm() throws Exception {
        add(
                "rsa",
                new LogoutUris(Optional.of(BACK + "/rsa"), false, Optional.empty(), false),
                m -> new ClientMetadata(
                        m.authentication(),
                        m.jwks(),
                        m.jwksUri(),
                        m.postLogoutRedirects(),
                        m.backchannelLogout(),
                        m.frontchannelLogout(),
                        m.audiences(),
                        m.trusted(),
                        m.bound(),
                        m.pushed(),
                        Optional.of(Algorithm.RS256),
                        m.userinfoAlgorithm(),
                        true,
                        m.sector(),
                        m.idTokenEncryption(),
                        m.tlsSubject(),
                        m.registrationToken(),
                        m.policy()));
        Response shop = tokens("shop", "openid");
        Response rsa = tokens("rsa", "openid");
        signOutPage("/oauth2/logout");
        var posted = new HashMap<String, String>();
        var delivery = door.backChannel((uri, type, headers, body) -> {
            assertThat(type).isEqualTo("application/x-www-form-urlencoded");
            String form = new String(body, StandardCharsets.UTF_8);
            assertThat(form).startsWith("logout_token=");
            posted.put(uri, URLDecoder.decode(form.substring("logout_token=".length()), StandardCharsets.UTF_8));
            return new Fetched.Got(new byte[0], "", Duration.ZERO);
        });
        for (Job notice : notices()) {
            assertThat(delivery.run(notice)).isEqualTo(new Result.Done());
        }
        assertThat(posted).containsOnlyKeys(BACK, BACK + "/rsa");
        door.pass(Duration.ofSeconds(31)); // the first RSA key of this house has just been made
        var keys = JWKSet.parse(text(door.ask(Request.of("GET", "/.well-known/jwks.json"))));
        var token = SignedJWT.parse(posted.get(BACK));
        assertThat(token.verify(new ECDSAVerifier(
                        keys.getKeyByKeyId(token.getHeader().getKeyID()).toECKey())))
                .isTrue();
        assertThat(token.getHeader().getType()).isEqualTo(new JOSEObjectType("logout+jwt"));
        var claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer())
                .as("OpenID Connect Back-Channel Logout §2.4")
                .isEqualTo("https://id.example.org");
        assertThat(claims.getAudience()).containsExactly("shop");
        assertThat(claims.getSubject()).isEqualTo(door.idOf(ADA).toString());
        assertThat(claims.getStringClaim("sid")).isEqualTo(sid(shop));
        assertThat(claims.getJWTID()).isNotEmpty();
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofMinutes(2));
        assertThat(claims.getJSONObjectClaim("events"))
                .containsOnlyKeys("http://schemas.openid.net/event/backchannel-logout");
        assertThat(claims.getClaims()).doesNotContainKey("nonce");
        var other = SignedJWT.parse(posted.get(BACK + "/rsa"));
        assertThat(other.verify(new RSASSAVerifier(
                        keys.getKeyByKeyId(other.getHeader().getKeyID()).toRSAKey())))
                .isTrue();
        assertThat(other.getJWTClaimsSet().getSubject())
                .as("OpenID Connect Core §8.1: the pairwise name of its ID token")
                .isEqualTo(SignedJWT.parse(field(rsa, "id_token"))
                        .getJWTClaimsSet()
                        .getSubject())
                .isNotEqualTo(door.idOf(ADA).toString());
    }

    @Test
    void a_client_that_does_not_take_it_is_asked_again_and_given_up_after_twenty_times() throws Exception {
        tokens("shop", "openid");
        signOutPage("/oauth2/logout");
        Job notice = notices().getFirst();
        var delivery = door.backChannel(
                (uri, type, headers, body) -> new Fetched.Refused("the server answered with status 503"));
        assertThat(delivery.run(notice))
                .as("OpenID Connect Back-Channel Logout §2.5")
                .isInstanceOf(Result.Retry.class)
                .asString()
                .contains("shop", "503");
        assertThat(kinds()).doesNotContain(AuditEvent.Kind.CLIENT_NOT_TOLD);
        var last = new Job(
                notice.id(),
                notice.kind(),
                notice.key(),
                notice.payload(),
                20,
                notice.due(),
                notice.created(),
                notice.lastError());
        assertThat(delivery.run(last)).isInstanceOf(Result.Dead.class);
        assertThat(kinds()).contains(AuditEvent.Kind.CLIENT_NOT_TOLD);
    }

    private List<AuditEvent.Kind> kinds() {
        return door.stores.audit().of(door.idOf(ADA), Slice.first(100)).items().stream()
                .map(AuditEvent::kind)
                .toList();
    }

    @Test
    void a_client_that_was_removed_meanwhile_is_not_told() throws Exception {
        tokens("shop", "openid");
        signOutPage("/oauth2/logout");
        Job notice = notices().getFirst();
        door.stores.clients().remove(new ClientId("shop"));
        var delivery = door.backChannel((uri, type, headers, body) -> {
            throw new AssertionError("nobody is to be asked");
        });
        assertThat(delivery.run(notice)).isEqualTo(new Result.Done());
    }

    @Test
    void T05_a_client_whose_address_leads_into_the_houses_own_network_is_not_asked() throws Exception {
        tokens("shop", "openid");
        signOutPage("/oauth2/logout");
        Job notice = notices().getFirst();
        Transport never = (request, address, limits) -> {
            throw new AssertionError("nobody is to be asked at " + address);
        };
        Resolver inside = host -> List.of(InetAddress.ofLiteral("10.0.0.7"));
        try (var fetch = new GuardedFetch(never, inside, FetchLimits.USUAL, door::now)) {
            assertThat(door.backChannel(fetch).run(notice))
                    .isInstanceOf(Result.Retry.class)
                    .asString()
                    .contains("not public");
        }
    }

    @Test
    void the_end_of_a_session_told_twice_makes_one_notice() throws Exception {
        tokens("shop", "openid");
        signOutPage("/oauth2/logout");
        Job ended = jobs(SessionEnd.KIND).getFirst();
        door.tellClients.run(ended);
        door.tellClients.run(ended);
        assertThat(jobs(LogoutNotice.KIND)).hasSize(1);
    }

    @Test
    void the_signed_out_page_frames_the_clients_that_ask_for_it_and_may_frame_nothing_else() throws Exception {
        Response shop = tokens("shop", "openid");
        tokens("quiet", "openid");
        Response out = signOutPage("/oauth2/logout");
        assertThat(text(out))
                .as("OpenID Connect Front-Channel Logout §2")
                .contains("<iframe src=\"" + FRONT + "?iss=https%3A%2F%2Fid.example.org&amp;sid=" + sid(shop) + "\"")
                .containsOnlyOnce("<iframe");
        String policy = out.headers().first("content-security-policy").orElseThrow();
        assertThat(List.of(policy.split("; "))).contains("frame-src https://app.example.org", "script-src 'none'");
        assertThat(out.headers().first("refresh")).isEmpty();
    }

    @Test
    void a_page_without_such_clients_frames_nothing() {
        tokens("quiet", "openid");
        Response out = signOutPage("/oauth2/logout");
        assertThat(text(out)).doesNotContain("<iframe");
        assertThat(out.headers().first("content-security-policy").orElseThrow()).doesNotContain("frame-src");
    }

    @Test
    void on_the_way_back_to_the_client_the_frames_are_loaded_first() {
        add(
                "site",
                new LogoutUris(Optional.empty(), false, Optional.of(FRONT + "?x=1"), false),
                m -> withReturn(m, "https://app.example.org/bye"));
        tokens("site", "openid");
        String logout =
                "/oauth2/logout?client_id=site&state=a%20b&post_logout_redirect_uri=https%3A%2F%2Fapp.example.org%2Fbye";
        Response out = signOutPage(logout);
        assertThat(page(out)).isEqualTo("signed-out");
        assertThat(text(out))
                .as("without iss and sid, for they were not asked for")
                .contains("<iframe src=\"" + FRONT + "?x=1\"")
                .contains("href=\"https://app.example.org/bye?state=a+b\"");
        assertThat(out.headers().first("refresh"))
                .as("OpenID Connect RP-Initiated Logout §3")
                .contains("3;url=https://app.example.org/bye?state=a+b");
    }

    private static ClientMetadata withReturn(ClientMetadata m, String uri) {
        return new ClientMetadata(
                m.authentication(),
                m.jwks(),
                m.jwksUri(),
                List.of(uri),
                m.backchannelLogout(),
                m.frontchannelLogout(),
                m.audiences(),
                m.trusted(),
                m.bound(),
                m.pushed(),
                m.idTokenAlgorithm(),
                m.userinfoAlgorithm(),
                m.pairwise(),
                m.sector(),
                m.idTokenEncryption(),
                m.tlsSubject(),
                m.registrationToken(),
                m.policy());
    }

    @Test
    void discovery_says_that_clients_are_told() {
        Response discovery = door.ask(Request.of("GET", "/.well-known/openid-configuration"));
        for (String name : List.of(
                "backchannel_logout_supported",
                "backchannel_logout_session_supported",
                "frontchannel_logout_supported",
                "frontchannel_logout_session_supported")) {
            assertThat(json(discovery).path(name).asBoolean(false)).as(name).isTrue();
        }
    }
}
