package dev.sallyport.auth;

import static dev.sallyport.auth.TestBrowser.VERIFIER;
import static dev.sallyport.auth.TestBrowser.answer;
import static dev.sallyport.auth.TestBrowser.encoded;
import static dev.sallyport.auth.TestBrowser.usual;
import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.auth.gate.TlsClients;
import dev.sallyport.domain.Digest;
import dev.sallyport.domain.client.CertificateName;
import dev.sallyport.domain.client.CertificateName.Kind;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientAuthentication;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.ClientPolicy;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.client.MutualTls;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.kit.http.ClientCertificate;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that prove themselves by the certificate of their connection, and tokens that hold over it alone (RFC 8705). */
class MutualTlsTest {
    private static final String ADA = "ada@example.org";
    private static final String REDIRECT = "https://app.example.org/callback";
    private static final TestAuthority ROOT = TestAuthority.root("Partners");
    private static final TestAuthority BELOW = ROOT.below("Partners of the North");
    private static final TestAuthority STRANGER = TestAuthority.root("Partners");

    private static final X509Certificate SHOP = ROOT.client("CN=shop,O=Shop", "shop.example.org");
    private static final X509Certificate OTHER = ROOT.client("CN=other", "other.example.org");

    @TempDir
    Path folder;

    private TestDoor door;

    @BeforeEach
    void open() {
        var usual = AuthConfiguration.defaults();
        door = new TestDoor(
                folder,
                new AuthConfiguration(
                        usual.tokens(),
                        usual.accounts(),
                        usual.registration(),
                        new TlsClients(true, List.of(ROOT.certificate()))));
        add("shop", ClientAuthentication.TLS, named(Kind.SAN_DNS, "shop.example.org", true), ClientPolicy.USUAL);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private static MutualTls named(Kind kind, String value, boolean bound) {
        return new MutualTls(Optional.of(new CertificateName(kind, value)), bound);
    }

    private void add(String id, ClientAuthentication way, MutualTls tls, ClientPolicy policy) {
        add(id, way, tls, policy, Optional.empty());
    }

    private void add(String id, ClientAuthentication way, MutualTls tls, ClientPolicy policy, Optional<String> jwks) {
        boolean open = way == ClientAuthentication.NONE;
        var grants = open
                ? Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN)
                : Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.CLIENT_CREDENTIALS);
        var metadata = TestClients.keyed(jwks, policy).provedBy(way).with(tls);
        boolean bySecret = way == ClientAuthentication.SECRET_BASIC;
        door.stores
                .clients()
                .add(new Client(
                        new ClientId(id),
                        id,
                        open,
                        bySecret ? List.of(Digest.of("secret")) : List.of(),
                        grants,
                        Scope.of("openid", "profile", "orders"),
                        List.of(REDIRECT),
                        false,
                        true,
                        Client.Origin.ADDED,
                        Instant.EPOCH,
                        metadata));
    }

    private Response post(String path, Map<String, String> form, X509Certificate... shown) {
        Request request = Request.of("POST", path).form(encoded(form));
        return door.ask(shown.length == 0 ? request : request.shown(new ClientCertificate(List.of(shown))));
    }

    private Response own(String client, X509Certificate... shown) {
        return post("/oauth2/token", Map.of("grant_type", "client_credentials", "client_id", client), shown);
    }

    private Response userinfo(String token, X509Certificate... shown) {
        Request request = Request.of("GET", "/oauth2/userinfo").header("authorization", "Bearer " + token);
        return door.ask(shown.length == 0 ? request : request.shown(new ClientCertificate(List.of(shown))));
    }

    private static String thumbprint(X509Certificate certificate) {
        return new ClientCertificate(List.of(certificate)).thumbprint();
    }

    private static String published(X509Certificate certificate) {
        String x5c = Base64.getEncoder().encodeToString(ClientCertificate.encoded(certificate));
        return "{\"keys\":[{\"kty\":\"EC\",\"x5c\":[\"" + x5c + "\"]}]}";
    }

    @Test
    void an_authority_and_a_name_prove_a_client() {
        Response good = own("shop", SHOP);
        assertThat(good.status()).as("RFC 8705 §2.1: " + text(good)).isEqualTo(200);
        assertThat(field(good, "token_type")).isEqualTo("Bearer");
        X509Certificate deep = BELOW.client("CN=shop", "shop.example.org");
        assertThat(own("shop", deep, BELOW.certificate()).status())
                .as("RFC 5280 §6.1 by what was sent with it")
                .isEqualTo(200);
        assertThat(own("shop", deep).status()).as("without what leads there").isEqualTo(401);
    }

    @Test
    void whoever_has_another_certificate_or_none_is_not_the_client() {
        Instant past = Instant.parse("2020-01-01T00:00:00Z");
        var wrong = new HashMap<String, X509Certificate>();
        wrong.put("another name", OTHER);
        wrong.put("an authority of the same name", STRANGER.client("CN=shop,O=Shop", "shop.example.org"));
        wrong.put("expired", ROOT.client("CN=shop", "shop.example.org", past, KeyPurposeId.id_kp_clientAuth));
        wrong.put(
                "RFC 5280 §4.2.1.12 for servers",
                ROOT.client("CN=shop", "shop.example.org", door.now(), KeyPurposeId.id_kp_serverAuth));
        wrong.forEach((what, certificate) -> {
            Response refused = own("shop", certificate);
            assertThat(refused.status()).as("RFC 8705 §2.1 " + what).isEqualTo(401);
            assertThat(field(refused, "error")).isEqualTo("invalid_client");
        });
        assertThat(own("shop").status()).as("RFC 8705 §2 none").isEqualTo(401);
    }

    @Test
    void T39_a_certificate_is_proof_for_clients_of_that_way_alone() {
        add("basic", ClientAuthentication.SECRET_BASIC, MutualTls.NONE, ClientPolicy.USUAL);
        add("named", ClientAuthentication.TLS, MutualTls.NONE, ClientPolicy.USUAL);
        assertThat(own("basic", SHOP).status()).as("RFC 8705 §2").isEqualTo(401);
        assertThat(own("named", SHOP).status()).as("no name, no proof").isEqualTo(401);
        var withSecret = Map.of("grant_type", "client_credentials", "client_id", "shop", "client_secret", "x");
        assertThat(post("/oauth2/token", withSecret, SHOP).status())
                .as("a client of a certificate has no secret")
                .isEqualTo(401);
    }

    @Test
    void a_client_that_signs_its_certificate_itself_publishes_it() {
        X509Certificate self = STRANGER.client("CN=self", "self.example.org");
        add(
                "self",
                ClientAuthentication.SELF_SIGNED_TLS,
                MutualTls.NONE,
                ClientPolicy.USUAL,
                Optional.of(published(self)));
        assertThat(own("self", self).status()).as("RFC 8705 §2.2").isEqualTo(200);
        assertThat(own("self", STRANGER.client("CN=self", "self.example.org")).status())
                .as("RFC 8705 §2.2 the same name is not the same certificate")
                .isEqualTo(401);
        assertThat(own("self", SHOP).status())
                .as("an authority does not help it")
                .isEqualTo(401);
        assertThat(own("self").status()).isEqualTo(401);
    }

    @Test
    void tokens_are_bound_to_the_certificate_and_introspection_says_so() {
        String token = field(own("shop", SHOP), "access_token");
        Response told = post("/oauth2/introspect", Map.of("token", token, "client_id", "shop"), SHOP);
        assertThat(json(told).path("cnf").path("x5t#S256").asString(""))
                .as("RFC 8705 §3.2: " + text(told))
                .isEqualTo(thumbprint(SHOP));
        assertThat(field(told, "token_type")).isEqualTo("Bearer");
        String payload = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
        assertThat(payload).as("RFC 8705 §3.1").contains("\"cnf\":{\"x5t#S256\":\"" + thumbprint(SHOP) + "\"}");
    }

    @Test
    void a_client_of_a_secret_may_have_its_tokens_bound_too_and_must_show_a_certificate_then() {
        add("basic", ClientAuthentication.SECRET_BASIC, new MutualTls(Optional.empty(), true), ClientPolicy.USUAL);
        String basic =
                "Basic " + Base64.getEncoder().encodeToString("basic:secret".getBytes(StandardCharsets.US_ASCII));
        Request request = Request.of("POST", "/oauth2/token")
                .header("authorization", basic)
                .form("grant_type=client_credentials");
        assertThat(field(door.ask(request), "error")).as("RFC 8705 §3").isEqualTo("invalid_request");
        var shown = new ClientCertificate(List.of(OTHER));
        assertThat(door.ask(request.shown(shown)).status()).isEqualTo(200);
        assertThat(field(door.ask(request.shown(shown).header("dpop", "x")), "error"))
                .as("one binding, not two")
                .isEqualTo("invalid_request");
    }

    private String code(String client) {
        var browser = new TestBrowser(door);
        door.register(ADA);
        Response consent = browser.signIn(browser.authorize(usual(client)), ADA, PASSWORD);
        return answer(browser.post(consent, Map.of("decision", "allow")))
                .first("code")
                .orElseThrow();
    }

    private Response redeemed(String client, X509Certificate... shown) {
        var form = Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                client,
                "code",
                code(client),
                "code_verifier",
                VERIFIER);
        return post("/oauth2/token", form, shown);
    }

    @Test
    void a_bound_token_opens_userinfo_over_its_own_connection_alone() {
        String token = field(redeemed("shop", SHOP), "access_token");
        assertThat(userinfo(token, SHOP).status()).isEqualTo(200);
        for (Response refused : List.of(userinfo(token), userinfo(token, OTHER))) {
            assertThat(refused.status()).as("RFC 8705 §3").isEqualTo(401);
            assertThat(refused.headers().first("www-authenticate").orElseThrow())
                    .contains("error=\"invalid_token\"");
        }
    }

    @Test
    void a_public_clients_refresh_token_is_bound_to_its_certificate() {
        add("app", ClientAuthentication.NONE, new MutualTls(Optional.empty(), true), ClientPolicy.USUAL);
        String refresh = field(redeemed("app", OTHER), "refresh_token");
        var form = Map.of("grant_type", "refresh_token", "client_id", "app", "refresh_token", refresh);
        assertThat(field(post("/oauth2/token", form, SHOP), "error"))
                .as("RFC 8705 §4 with another")
                .isEqualTo("invalid_grant");
        assertThat(post("/oauth2/token", form).status())
                .as("RFC 8705 §4 with none")
                .isEqualTo(400);
        assertThat(post("/oauth2/token", form, OTHER).status())
                .as("RFC 8705 §4")
                .isEqualTo(200);
    }

    @Test
    void a_confidential_clients_refresh_token_outlives_its_certificate() {
        String refresh = field(redeemed("shop", SHOP), "refresh_token");
        X509Certificate renewed = ROOT.client("CN=shop,O=Shop", "shop.example.org");
        var form = Map.of("grant_type", "refresh_token", "client_id", "shop", "refresh_token", refresh);
        Response turned = post("/oauth2/token", form, renewed);
        assertThat(turned.status()).as("RFC 8705 §6.3: " + text(turned)).isEqualTo(200);
        assertThat(userinfo(field(turned, "access_token"), renewed).status()).isEqualTo(200);
        assertThat(userinfo(field(turned, "access_token"), SHOP).status()).isEqualTo(401);
    }

    @Test
    void FAPI_2_0_takes_a_certificate_in_the_place_of_a_DPoP_proof() {
        add("fapi", ClientAuthentication.TLS, named(Kind.SUBJECT_DN, "CN=shop, O=Shop", false), ClientPolicy.FAPI2);
        Response tokens = own("fapi", SHOP);
        assertThat(tokens.status()).as("FAPI 2.0 §5.3.2.1: " + text(tokens)).isEqualTo(200);
        Response told =
                post("/oauth2/introspect", Map.of("token", field(tokens, "access_token"), "client_id", "fapi"), SHOP);
        assertThat(json(told).path("cnf").has("x5t#S256")).isTrue();
    }

    @Test
    void where_no_certificates_are_learnt_none_is_proof() {
        door.close();
        door = new TestDoor(folder);
        assertThat(own("shop", SHOP).status()).isEqualTo(401);
        var document = json(door.ask(Request.of("GET", "/.well-known/openid-configuration")));
        assertThat(document.has("tls_client_certificate_bound_access_tokens")).isFalse();
        assertThat(document.path("token_endpoint_auth_methods_supported").toString())
                .doesNotContain("tls_client_auth");
    }

    @Test
    void every_endpoint_that_knows_clients_knows_those_of_a_certificate() {
        assertThat(post("/oauth2/introspect", Map.of("token", "x", "client_id", "shop"), SHOP)
                        .status())
                .isEqualTo(200);
        assertThat(post("/oauth2/revoke", Map.of("token", "x", "client_id", "shop"), SHOP)
                        .status())
                .isEqualTo(200);
        X509Certificate self = STRANGER.client("CN=self", "self.example.org");
        var jwks = Optional.of(published(self));
        add("self", ClientAuthentication.SELF_SIGNED_TLS, MutualTls.NONE, ClientPolicy.USUAL, jwks);
        assertThat(post("/oauth2/introspect", Map.of("token", "x", "client_id", "self"), self)
                        .status())
                .isEqualTo(200);
        assertThat(post("/oauth2/revoke", Map.of("token", "x", "client_id", "self"), self)
                        .status())
                .isEqualTo(200);
        door.pass(Duration.ofDays(400));
        assertThat(post("/oauth2/revoke", Map.of("token", "x", "client_id", "self"), self)
                        .status())
                .as("RFC 5280 §4.1.2.5 its time is over")
                .isEqualTo(401);
    }
}
