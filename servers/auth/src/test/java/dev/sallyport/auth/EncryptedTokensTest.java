package dev.sallyport.auth;

import static dev.sallyport.auth.TestBrowser.VERIFIER;
import static dev.sallyport.auth.TestBrowser.answer;
import static dev.sallyport.auth.TestBrowser.usual;
import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientMetadata;
import dev.sallyport.domain.client.ClientMetadata.Encryption;
import dev.sallyport.domain.client.ClientPolicy;
import dev.sallyport.domain.client.LogoutUris;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobHandler.Result;
import dev.sallyport.domain.session.LogoutNotice;
import dev.sallyport.domain.session.SessionEnd;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.fetch.Fetched;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ID tokens, userinfo and logout tokens in an envelope that only the client opens (OpenID Connect Core §10.2). */
class EncryptedTokensTest {
    private static final String ADA = "ada@example.org";
    private static final Encryption RSA = new Encryption("RSA-OAEP-256", "A256GCM");
    private static final Encryption EC = new Encryption("ECDH-ES", "A128CBC-HS256");

    @TempDir
    Path folder;

    private TestDoor door;

    @BeforeEach
    void open() {
        door = new TestDoor(folder);
        door.register(ADA);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private void add(String id, Optional<JWK> key, Optional<Encryption> idTokens, Optional<Encryption> userinfo) {
        Client c = TestClients.client(id, false, "https://app.example.org/callback");
        var none = ClientMetadata.NONE;
        var metadata = new ClientMetadata(
                        none.authentication(),
                        key.map(k -> new JWKSet(k.toPublicJWK()).toString()),
                        none.jwksUri(),
                        none.postLogoutRedirects(),
                        none.backchannelLogout(),
                        none.frontchannelLogout(),
                        none.audiences(),
                        none.trusted(),
                        none.bound(),
                        none.pushed(),
                        none.idTokenAlgorithm(),
                        userinfo.map(wish -> Algorithm.ES256),
                        none.pairwise(),
                        none.sector(),
                        none.idTokenEncryption(),
                        none.mutualTls(),
                        none.registrationToken(),
                        ClientPolicy.USUAL,
                        false,
                        false,
                        Optional.empty())
                .with(new LogoutUris(Optional.of("https://app.example.org/out"), true, Optional.empty(), false))
                .encrypted(idTokens, userinfo);
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
                        metadata));
    }

    private Response redeemed(String client) {
        var browser = new TestBrowser(door);
        Response consent = browser.signIn(browser.authorize(usual(client)), ADA, PASSWORD);
        String code = answer(browser.post(consent, Map.of("decision", "allow")))
                .first("code")
                .orElseThrow();
        return door.ask(Request.of("POST", "/oauth2/token")
                .header("authorization", TestClients.basic(client, "secret of " + client))
                .form(TestBrowser.encoded(
                        Map.of("grant_type", "authorization_code", "code", code, "code_verifier", VERIFIER))));
    }

    private Response userinfo(Response tokens) {
        return door.ask(Request.of("GET", "/oauth2/userinfo")
                .header("authorization", "Bearer " + field(tokens, "access_token")));
    }

    /** Opens the envelope; what is in it verifies by a key of the house. */
    private SignedJWT opened(String token, JWK key) throws Exception {
        var jwe = JWEObject.parse(token);
        assertThat(jwe.getHeader().getContentType()).isEqualTo("JWT");
        jwe.decrypt(key instanceof RSAKey rsa ? new RSADecrypter(rsa) : new ECDHDecrypter(key.toECKey()));
        SignedJWT signed = jwe.getPayload().toSignedJWT();
        var keys = JWKSet.parse(text(door.ask(Request.of("GET", "/.well-known/jwks.json"))));
        ECKey by = keys.getKeyByKeyId(signed.getHeader().getKeyID()).toECKey();
        assertThat(signed.verify(new ECDSAVerifier(by))).isTrue();
        return signed;
    }

    @Test
    void an_id_token_and_userinfo_are_signed_and_then_encrypted_for_the_client() throws Exception {
        JWK key =
                new RSAKeyGenerator(2048).keyID("enc").keyUse(KeyUse.ENCRYPTION).generate();
        add("vault", Optional.of(key), Optional.of(RSA), Optional.of(RSA));
        Response tokens = redeemed("vault");
        assertThat(tokens.status()).as(text(tokens)).isEqualTo(200);
        String idToken = field(tokens, "id_token");
        assertThat(JWEObject.parse(idToken).getHeader().getAlgorithm().getName())
                .as("OpenID Connect Core §10.2")
                .isEqualTo("RSA-OAEP-256");
        assertThat(opened(idToken, key).getJWTClaimsSet().getAudience()).containsExactly("vault");
        Response userinfo = userinfo(tokens);
        assertThat(userinfo.headers().first("content-type"))
                .as("OpenID Connect Core §5.3.2")
                .contains("application/jwt");
        var claims = opened(text(userinfo), key).getJWTClaimsSet();
        assertThat(claims.getSubject()).isEqualTo(door.idOf(ADA).toString());
        assertThat(claims.getIssuer()).isEqualTo("https://id.example.org");
        assertThat(claims.getAudience()).containsExactly("vault");
    }

    @Test
    void a_logout_token_is_encrypted_as_the_id_token_was() throws Exception {
        JWK key = new ECKeyGenerator(Curve.P_256).keyID("enc").generate();
        add("vault", Optional.of(key), Optional.of(EC), Optional.empty());
        var id = opened(field(redeemed("vault"), "id_token"), key);
        var posted = new ArrayList<String>();
        var result = delivered(posted);
        assertThat(result).isEqualTo(new Result.Done());
        var logout = opened(posted.getFirst().substring("logout_token=".length()), key);
        assertThat(logout.getHeader().getType().getType()).isEqualTo("logout+jwt");
        assertThat(logout.getJWTClaimsSet().getStringClaim("sid"))
                .isEqualTo(id.getJWTClaimsSet().getStringClaim("sid"));
    }

    /** Ends all sessions and tells the one client of it. */
    private Result delivered(List<String> posted) throws Exception {
        door.stores.sessions().endAll(door.idOf(ADA), door.now());
        for (Job job : door.stores.jobs().claim(door.now(), Duration.ofMinutes(1), 100)) {
            if (job.kind().equals(SessionEnd.KIND)) {
                door.tellClients.run(job);
            }
        }
        Job notice = door.stores.jobs().claim(door.now(), Duration.ofMinutes(1), 100).stream()
                .filter(job -> job.kind().equals(LogoutNotice.KIND))
                .findFirst()
                .orElseThrow();
        return door.backChannel((uri, type, headers, body) -> {
                    posted.add(new String(body, StandardCharsets.US_ASCII));
                    return new Fetched.Got(new byte[0], "", Duration.ZERO);
                })
                .run(notice);
    }

    @Test
    void nothing_goes_out_in_the_clear_instead() throws Exception {
        add("keyless", Optional.empty(), Optional.of(RSA), Optional.of(RSA));
        Response tokens = redeemed("keyless");
        assertThat(tokens.status()).isEqualTo(400);
        assertThat(field(tokens, "error")).isEqualTo("invalid_request");
        assertThat(json(tokens).propertyNames()).containsExactlyInAnyOrder("error", "error_description");
        var posted = new ArrayList<String>();
        assertThat(delivered(posted)).isInstanceOf(Result.Retry.class);
        assertThat(posted).isEmpty();
    }

    @Test
    void userinfo_without_a_key_that_fits_is_refused() throws Exception {
        JWK key = new ECKeyGenerator(Curve.P_256).keyID("enc").generate();
        add("misfit", Optional.of(key), Optional.empty(), Optional.of(RSA));
        Response userinfo = userinfo(redeemed("misfit"));
        assertThat(userinfo.status()).isEqualTo(400);
        assertThat(text(userinfo)).contains("no-encryption-key").doesNotContain(ADA, "Ada");
    }

    @Test
    void discovery_lists_what_can_be_asked_for() {
        Response discovery = door.ask(Request.of("GET", "/.well-known/openid-configuration"));
        for (String of : List.of("id_token", "userinfo")) {
            assertThat(texts(discovery, of + "_encryption_alg_values_supported"))
                    .containsExactly("ECDH-ES", "ECDH-ES+A256KW", "RSA-OAEP-256");
            assertThat(texts(discovery, of + "_encryption_enc_values_supported"))
                    .containsExactly("A128CBC-HS256", "A128GCM", "A256CBC-HS512", "A256GCM");
        }
    }

    private static List<String> texts(Response response, String name) {
        return json(response).path(name).valueStream().map(n -> n.asString()).toList();
    }
}
