package dev.sallyport.auth;

import static dev.sallyport.auth.TestBrowser.VERIFIER;
import static dev.sallyport.auth.TestBrowser.answer;
import static dev.sallyport.auth.TestBrowser.usual;
import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.PUBLIC;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.domain.Digest;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientAuthentication;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.ClientPolicy;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that prove themselves by a key, and tokens that hold only together with one (RFC 7523, RFC 9449, FAPI 2.0). */
class BoundTokensTest {
    private static final String ADA = "ada@example.org";
    private static final String TOKEN = PUBLIC + "/oauth2/token";

    @TempDir
    Path folder;

    private TestDoor door;
    private TestBrowser browser;
    private ECKey key;
    private ECKey other;

    @BeforeEach
    void open() throws JOSEException {
        door = new TestDoor(folder);
        door.register(ADA);
        browser = new TestBrowser(door);
        key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        other = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        door.stores.clients().add(TestClients.client("spa", true, "https://app.example.org/callback"));
        door.stores.clients().add(signing("bank", ClientPolicy.USUAL, key));
        door.stores.clients().add(signing("fapi", ClientPolicy.FAPI2, key));
    }

    @AfterEach
    void close() {
        door.close();
    }

    /** A client that proves itself by the key, and signs by it what else it signs. */
    static Client signing(String id, ClientPolicy policy, ECKey key) {
        String jwks = new JWKSet(key.toPublicJWK()).toString();
        return new Client(
                new ClientId(id),
                id,
                false,
                List.of(),
                Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.CLIENT_CREDENTIALS),
                Scope.of("openid", "profile", "orders"),
                List.of("https://app.example.org/callback"),
                false,
                true,
                Client.Origin.ADDED,
                Instant.EPOCH,
                TestClients.keyed(Optional.of(jwks), policy).provedBy(ClientAuthentication.PRIVATE_KEY_JWT));
    }

    private String assertion(String client, ECKey signer, String audience) throws JOSEException {
        var claims = new JWTClaimsSet.Builder()
                .issuer(client)
                .subject(client)
                .audience(audience)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(door.now()))
                .expirationTime(Date.from(door.now().plusSeconds(60)))
                .build();
        return signed(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k").build(), claims, signer);
    }

    private String proof(ECKey signer, String method, String uri, String accessToken) throws JOSEException {
        var claims = new JWTClaimsSet.Builder()
                .jwtID(UUID.randomUUID().toString())
                .claim("htm", method)
                .claim("htu", uri)
                .issueTime(Date.from(door.now()));
        if (!accessToken.isEmpty()) {
            claims.claim("ath", Digest.of(accessToken).value());
        }
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("dpop+jwt"))
                .jwk(signer.toPublicJWK())
                .build();
        return signed(header, claims.build(), signer);
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, ECKey signer) throws JOSEException {
        var jwt = new SignedJWT(header, claims);
        jwt.sign(new ECDSASigner(signer));
        return jwt.serialize();
    }

    private Response post(String path, Map<String, String> form, String proof) {
        Request request = Request.of("POST", path).form(TestBrowser.encoded(form));
        return door.ask(proof.isEmpty() ? request : request.header("dpop", proof));
    }

    private Map<String, String> asserted(String client, String assertion, Map<String, String> more) {
        var form = new HashMap<String, String>(more);
        form.put("client_id", client);
        form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.put("client_assertion", assertion);
        return form;
    }

    private static final Map<String, String> OWN = Map.of("grant_type", "client_credentials", "scope", "orders");

    @Test
    void T16_a_client_proves_itself_by_an_assertion_once() throws Exception {
        String assertion = assertion("bank", key, PUBLIC.toString());
        Response first = post("/oauth2/token", asserted("bank", assertion, OWN), "");
        assertThat(first.status()).as("RFC 7523 §3: " + text(first)).isEqualTo(200);
        Response again = post("/oauth2/token", asserted("bank", assertion, OWN), "");
        assertThat(again.status()).isEqualTo(401);
        assertThat(field(again, "error")).isEqualTo("invalid_client");
    }

    @Test
    void T28_an_assertion_by_another_key_for_another_server_or_with_a_secret_is_none() throws Exception {
        assertThat(post("/oauth2/token", asserted("bank", assertion("bank", other, PUBLIC.toString()), OWN), "")
                        .status())
                .isEqualTo(401);
        assertThat(post("/oauth2/token", asserted("bank", assertion("bank", key, "https://other.test"), OWN), "")
                        .status())
                .isEqualTo(401);
        assertThat(post("/oauth2/token", asserted("bank", assertion("fapi", key, PUBLIC.toString()), OWN), "")
                        .status())
                .isEqualTo(401);
        var both = asserted("bank", assertion("bank", key, PUBLIC.toString()), OWN);
        both.put("client_secret", "x");
        assertThat(post("/oauth2/token", both, "").status()).isEqualTo(400);
    }

    private Response bound(String proof) {
        Response signIn = browser.authorize(usual("spa"));
        Response consent = browser.signIn(signIn, ADA, PASSWORD);
        Response back = browser.post(consent, Map.of("decision", "allow"));
        return post(
                "/oauth2/token",
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        "spa",
                        "code",
                        answer(back).first("code").orElseThrow(),
                        "code_verifier",
                        VERIFIER),
                proof);
    }

    private Response userinfo(String scheme, String token, String proof) {
        Request request = Request.of("GET", "/oauth2/userinfo").header("authorization", scheme + " " + token);
        return door.ask(proof.isEmpty() ? request : request.header("dpop", proof));
    }

    @Test
    void a_bound_token_opens_only_with_a_proof_of_its_key() throws Exception {
        Response tokens = bound(proof(key, "POST", TOKEN, ""));
        assertThat(field(tokens, "token_type"))
                .as("RFC 9449 §5: " + text(tokens))
                .isEqualTo("DPoP");
        String access = field(tokens, "access_token");
        String where = PUBLIC + "/oauth2/userinfo";
        assertThat(userinfo("DPoP", access, proof(key, "GET", where, access)).status())
                .as("RFC 9449 §7.1")
                .isEqualTo(200);
        Response bearer = userinfo("Bearer", access, "");
        assertThat(bearer.status()).as("RFC 9449 §7.2 never as Bearer").isEqualTo(401);
        assertThat(bearer.headers().first("www-authenticate").orElse("")).startsWith("DPoP ");
        assertThat(userinfo("DPoP", access, "").status()).isEqualTo(401);
        assertThat(userinfo("DPoP", access, proof(other, "GET", where, access)).status())
                .isEqualTo(401);
        assertThat(userinfo("DPoP", access, proof(key, "POST", where, access)).status())
                .isEqualTo(401);
        assertThat(userinfo("DPoP", access, proof(key, "GET", PUBLIC + "/v1/files", access))
                        .status())
                .isEqualTo(401);
        String once = proof(key, "GET", where, access);
        assertThat(userinfo("DPoP", access, once).status()).isEqualTo(200);
        assertThat(userinfo("DPoP", access, once).status())
                .as("T16 a proof used again")
                .isEqualTo(401);
        String late = proof(key, "GET", where, access);
        door.pass(Duration.ofMinutes(3));
        assertThat(userinfo("DPoP", access, late).status()).isEqualTo(401);
    }

    @Test
    void a_public_clients_refresh_token_is_bound_to_its_key() throws Exception {
        Response tokens = bound(proof(key, "POST", TOKEN, ""));
        var turn = Map.of(
                "grant_type", "refresh_token", "client_id", "spa", "refresh_token", field(tokens, "refresh_token"));
        assertThat(field(post("/oauth2/token", turn, ""), "error"))
                .as("RFC 9449 §5")
                .isEqualTo("invalid_grant");
        assertThat(field(post("/oauth2/token", turn, proof(other, "POST", TOKEN, "")), "error"))
                .isEqualTo("invalid_grant");
        assertThat(post("/oauth2/token", turn, proof(key, "POST", TOKEN, "")).status())
                .as("a mistake costs the client nothing")
                .isEqualTo(200);
    }

    @Test
    void a_broken_proof_is_named() {
        Response answer = bound("nonsense");
        assertThat(field(answer, "error")).as("RFC 9449 §5").isEqualTo("invalid_dpop_proof");
    }

    @Test
    void a_fapi_client_pushes_its_request_and_binds_its_tokens() throws Exception {
        Response direct = browser.authorize(usual("fapi"));
        assertThat(answer(direct).first("error")).as("RFC 9126 §6").contains("invalid_request");
        Response pushed =
                post("/oauth2/par", asserted("fapi", assertion("fapi", key, PUBLIC.toString()), usual("fapi")), "");
        assertThat(pushed.status()).as(text(pushed)).isEqualTo(201);
        Response signIn = browser.authorize(Map.of("client_id", "fapi", "request_uri", field(pushed, "request_uri")));
        Response consent = browser.signIn(signIn, ADA, PASSWORD);
        String code = answer(browser.post(consent, Map.of("decision", "allow")))
                .first("code")
                .orElseThrow();
        var form = Map.of("grant_type", "authorization_code", "code", code, "code_verifier", VERIFIER);
        Response unbound = post("/oauth2/token", asserted("fapi", assertion("fapi", key, PUBLIC.toString()), form), "");
        assertThat(field(unbound, "error")).isEqualTo("invalid_dpop_proof");
        Response tokens = post(
                "/oauth2/token",
                asserted("fapi", assertion("fapi", key, PUBLIC.toString()), form),
                proof(key, "POST", TOKEN, ""));
        assertThat(field(tokens, "token_type")).as(text(tokens)).isEqualTo("DPoP");
        assertThat(json(tokens).has("id_token")).isTrue();
        Response forTheEndpoint = post(
                "/oauth2/token", asserted("fapi", assertion("fapi", key, TOKEN), OWN), proof(key, "POST", TOKEN, ""));
        assertThat(forTheEndpoint.status())
                .as("FAPI 2.0: the issuer alone is the audience")
                .isEqualTo(401);
    }
}
