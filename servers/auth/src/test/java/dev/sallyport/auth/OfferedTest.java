package dev.sallyport.auth;

import static dev.sallyport.auth.TestBrowser.VERIFIER;
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

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.domain.Digest;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientAuthentication;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.ClientMetadata;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.key.KeyMaker;
import dev.sallyport.domain.person.Role;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.token.ForeignJwk;
import dev.sallyport.kit.token.ForeignJwt;
import dev.sallyport.kit.token.JwtSigner;
import dev.sallyport.kit.token.KeyPairs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What discovery offers to choose from, each choice from the request to what comes of it. */
class OfferedTest {
    private static final String ADA = "ada@example.org";
    private static final String CALLBACK = "https://app.example.org/callback";

    @TempDir
    Path folder;

    private TestDoor door;
    private TestBrowser browser;

    @BeforeEach
    void open() {
        door = new TestDoor(folder, DiscoveryTest.everything());
        door.register(ADA);
        browser = new TestBrowser(door);
    }

    @AfterEach
    void close() {
        door.close();
    }

    /** What a client chose, where it matters here. */
    private record Choice(Optional<String> jwks, Optional<Algorithm> algorithm, boolean pairwise) {
        static final Choice NONE = new Choice(Optional.empty(), Optional.empty(), false);
    }

    private void add(String id, boolean isPublic, Choice choice) {
        var none = ClientMetadata.NONE;
        var metadata = new ClientMetadata(
                choice.jwks().map(keys -> ClientAuthentication.PRIVATE_KEY_JWT),
                choice.jwks(),
                none.jwksUri(),
                none.postLogoutRedirects(),
                none.backchannelLogout(),
                none.frontchannelLogout(),
                none.audiences(),
                none.trusted(),
                none.bound(),
                none.pushed(),
                choice.algorithm(),
                choice.algorithm(),
                choice.pairwise(),
                none.sector(),
                none.idTokenEncryption(),
                none.mutualTls(),
                none.registrationToken(),
                none.policy(),
                false,
                false,
                Optional.empty());
        door.stores
                .clients()
                .add(new Client(
                        new ClientId(id),
                        id,
                        isPublic,
                        isPublic || choice.jwks().isPresent() ? List.of() : List.of(Digest.of("secret of " + id)),
                        isPublic
                                ? Set.of(GrantType.AUTHORIZATION_CODE)
                                : Set.of(GrantType.AUTHORIZATION_CODE, GrantType.CLIENT_CREDENTIALS),
                        Scope.of("openid", "profile", "email", "roles", "files"),
                        List.of(CALLBACK),
                        false,
                        true,
                        Client.Origin.ADDED,
                        Instant.EPOCH,
                        metadata));
    }

    private Response redeemed(String client, Map<String, String> query) {
        Response page = browser.authorize(query);
        if (page(page).equals("sign-in")) {
            page = browser.signIn(page, ADA, PASSWORD);
        }
        if (page(page).equals("allow")) {
            page = browser.post(page, Map.of("decision", "allow"));
        }
        String code = answer(page).first("code").orElseThrow();
        Response tokens = door.ask(Request.of("POST", "/oauth2/token")
                .header("authorization", basic(client, "secret of " + client))
                .form(TestBrowser.encoded(
                        Map.of("grant_type", "authorization_code", "code", code, "code_verifier", VERIFIER))));
        assertThat(tokens.status()).as(text(tokens)).isEqualTo(200);
        return tokens;
    }

    private Response userinfo(Response tokens) {
        return door.ask(Request.of("GET", "/oauth2/userinfo")
                .header("authorization", "Bearer " + field(tokens, "access_token")));
    }

    /** The claims of a token that one of the published keys verifies. */
    private ForeignJwt verified(String token, Algorithm algorithm) {
        ForeignJwt jwt = ForeignJwt.read(token).orElseThrow();
        assertThat(jwt.algorithm()).contains(algorithm);
        var published =
                json(door.ask(Request.of("GET", "/.well-known/jwks.json"))).path("keys");
        var key = StreamSupport.stream(published.spliterator(), false)
                .filter(jwk -> jwk.path("kid").asString("").equals(jwt.keyId()))
                .findFirst()
                .orElseThrow();
        assertThat(jwt.signedBy(List.of(ForeignJwk.read(key, algorithm).orElseThrow())))
                .isPresent();
        return jwt;
    }

    @ParameterizedTest
    @EnumSource
    void tokens_are_signed_by_the_algorithm_that_the_client_chose(Algorithm algorithm) {
        add("shop", false, new Choice(Optional.empty(), Optional.of(algorithm), false));
        Response tokens = redeemed("shop", usual("shop"));
        assertThat(verified(field(tokens, "id_token"), algorithm).unverified().text("aud"))
                .contains("shop");
        Response told = userinfo(tokens);
        assertThat(told.headers().first("content-type"))
                .as("OpenID Connect Core §5.3.2")
                .contains("application/jwt");
        assertThat(verified(text(told), algorithm).unverified().text("name")).contains("Ada");
    }

    @ParameterizedTest
    @EnumSource(names = {"ES256", "RS256", "PS256", "EDDSA"})
    void a_client_signs_assertions_requests_and_proofs_by_each_algorithm(Algorithm algorithm) throws Exception {
        KeyMaker.KeyPair pair = new KeyPairs().make(algorithm);
        add("bank", false, new Choice(Optional.of("{\"keys\":[" + pair.publicJwk() + "]}"), Optional.empty(), false));
        JwtSigner signer = JwtSigner.of(pair.id(), algorithm, pair.privateKey());
        var own = Map.of(
                "grant_type",
                "client_credentials",
                "scope",
                "files",
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion",
                signer.sign("JWT", assertion()));
        Response answer = door.ask(Request.of("POST", "/oauth2/token")
                .header("dpop", proof(algorithm, pair))
                .form(TestBrowser.encoded(own)));
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        assertThat(field(answer, "token_type")).as("RFC 9449 §5").isEqualTo("DPoP");
        assertThat(SignedJWT.parse(field(answer, "access_token"))
                        .getJWTClaimsSet()
                        .getJSONObjectClaim("cnf")
                        .get("jkt"))
                .as("RFC 9449 §6")
                .isEqualTo(JWK.parse(pair.publicJwk()).computeThumbprint().toString());

        var asked = new LinkedHashMap<String, Object>(usual("bank"));
        asked.putAll(times());
        asked.put("iss", "bank");
        asked.put("aud", PUBLIC.toString());
        String object = signer.sign("oauth-authz-req+jwt", Json.text(asked));
        assertThat(page(browser.authorize(Map.of("client_id", "bank", "request", object))))
                .as("RFC 9101 §6")
                .isEqualTo("sign-in");
    }

    private Map<String, Object> times() {
        long now = door.now().getEpochSecond();
        return Map.of("iat", now, "exp", now + 60, "nbf", now);
    }

    private String assertion() {
        var claims = new LinkedHashMap<String, Object>(times());
        claims.putAll(Map.of(
                "iss",
                "bank",
                "sub",
                "bank",
                "aud",
                PUBLIC.toString(),
                "jti",
                UUID.randomUUID().toString()));
        return Json.text(claims);
    }

    /** A DPoP proof, put together by hand. */
    private String proof(Algorithm algorithm, KeyMaker.KeyPair pair) throws GeneralSecurityException, ParseException {
        String header = Json.text(Map.of(
                "typ",
                "dpop+jwt",
                "alg",
                algorithm.joseName(),
                "jwk",
                JWK.parse(pair.publicJwk()).toPublicJWK().getRequiredParams()));
        String claims = Json.text(Map.of(
                "jti",
                UUID.randomUUID().toString(),
                "htm",
                "POST",
                "htu",
                PUBLIC + "/oauth2/token",
                "iat",
                door.now().getEpochSecond()));
        var url = Base64.getUrlEncoder().withoutPadding();
        String input = url.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                + url.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance(
                switch (algorithm) {
                    case ES256 -> "SHA256withECDSAinP1363Format";
                    case RS256 -> "SHA256withRSA";
                    case PS256 -> "RSASSA-PSS";
                    case EDDSA -> "Ed25519";
                    case ML_DSA_65 -> "ML-DSA-65";
                });
        if (algorithm == Algorithm.PS256) {
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        String family = switch (algorithm) {
            case ES256 -> "EC";
            case RS256, PS256 -> "RSA";
            case EDDSA -> "Ed25519";
            case ML_DSA_65 -> "ML-DSA";
        };
        signature.initSign(KeyFactory.getInstance(family).generatePrivate(new PKCS8EncodedKeySpec(pair.privateKey())));
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + url.encodeToString(signature.sign());
    }

    @Test
    void every_way_to_prove_oneself_opens_introspection_and_revocation() throws Exception {
        KeyMaker.KeyPair pair = new KeyPairs().make(Algorithm.ES256);
        JwtSigner signer = JwtSigner.of(pair.id(), Algorithm.ES256, pair.privateKey());
        add("shop", false, Choice.NONE);
        add("spa", true, Choice.NONE);
        add("bank", false, new Choice(Optional.of("{\"keys\":[" + pair.publicJwk() + "]}"), Optional.empty(), false));
        for (String endpoint : List.of("/oauth2/introspect", "/oauth2/revoke")) {
            assertThat(door.ask(Request.of("POST", endpoint)
                                    .header("authorization", basic("shop", "secret of shop"))
                                    .form("token=x"))
                            .status())
                    .as(endpoint + " client_secret_basic")
                    .isEqualTo(200);
            var byPost = Map.of("token", "x", "client_id", "shop", "client_secret", "secret of shop");
            assertThat(posted(endpoint, byPost))
                    .as(endpoint + " client_secret_post")
                    .isEqualTo(200);
            var byKey = Map.of(
                    "token",
                    "x",
                    "client_assertion_type",
                    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                    "client_assertion",
                    signer.sign("JWT", assertion()));
            assertThat(posted(endpoint, byKey))
                    .as(endpoint + " private_key_jwt")
                    .isEqualTo(200);
            assertThat(posted(endpoint, Map.of("token", "x", "client_id", "spa")))
                    .as(endpoint + " none")
                    .isEqualTo(endpoint.endsWith("revoke") ? 200 : 401);
        }
    }

    private int posted(String endpoint, Map<String, String> form) {
        return door.ask(Request.of("POST", endpoint).form(TestBrowser.encoded(form)))
                .status();
    }

    @ParameterizedTest
    @CsvSource({
        "openid, sub",
        "openid profile, sub name",
        "openid email, sub email email_verified",
        "openid roles, sub roles",
        "openid files, sub"
    })
    void each_scope_opens_its_claims(String scope, String claims) {
        door.stores.people().changeRoles(door.idOf(ADA), new TreeSet<>(Set.of(new Role("editor"))));
        add("shop", false, Choice.NONE);
        var query = usual("shop");
        query.put("scope", scope);
        Response tokens = redeemed("shop", query);
        assertThat(field(tokens, "scope").split(" ")).containsExactlyInAnyOrder(scope.split(" "));
        assertThat(json(userinfo(tokens)).propertyNames())
                .as("OpenID Connect Core §5.4")
                .containsExactlyInAnyOrder(claims.split(" "));
    }

    @Test
    void claims_are_told_where_they_are_asked_for() throws Exception {
        add("shop", false, Choice.NONE);
        var query = usual("shop");
        query.put("scope", "openid");
        query.put("claims", "{\"userinfo\":{\"email\":null,\"email_verified\":null},\"id_token\":{\"name\":null}}");
        Response tokens = redeemed("shop", query);
        var id = SignedJWT.parse(field(tokens, "id_token")).getJWTClaimsSet();
        assertThat(id.getStringClaim("name")).as("OpenID Connect Core §5.5").isEqualTo("Ada");
        assertThat(id.getClaims()).doesNotContainKey("email");
        assertThat(json(userinfo(tokens)).propertyNames()).containsExactlyInAnyOrder("sub", "email", "email_verified");
    }

    @Test
    void a_pairwise_client_knows_people_by_a_name_of_its_own() throws Exception {
        add("shop", false, new Choice(Optional.empty(), Optional.empty(), true));
        add("plain", false, Choice.NONE);
        var names = new HashMap<String, String>();
        for (String client : List.of("shop", "plain")) {
            Response tokens = redeemed(client, usual(client));
            String sub =
                    SignedJWT.parse(field(tokens, "id_token")).getJWTClaimsSet().getSubject();
            assertThat(field(userinfo(tokens), "sub"))
                    .as("OpenID Connect Core §5.3.2")
                    .isEqualTo(sub);
            names.put(client, sub);
        }
        assertThat(names.get("plain")).isEqualTo(door.idOf(ADA).toString());
        assertThat(names.get("shop")).as("OpenID Connect Core §8.1").isNotEqualTo(names.get("plain"));
    }

    @Test
    void the_class_of_the_sign_in_is_told() throws Exception {
        add("shop", false, Choice.NONE);
        var query = usual("shop");
        query.put("acr_values", "aal1");
        Response tokens = redeemed("shop", query);
        assertThat(SignedJWT.parse(field(tokens, "id_token")).getJWTClaimsSet().getStringClaim("acr"))
                .isEqualTo("aal1");
    }

    @ParameterizedTest
    @CsvSource({"en,en", "de,de", "tlh de,de"})
    void pages_speak_the_language_that_the_client_asks_for(String wish, String language) {
        add("shop", false, Choice.NONE);
        var query = usual("shop");
        query.put("ui_locales", wish);
        assertThat(text(browser.authorize(query)))
                .as("OpenID Connect Core §3.1.2.1")
                .contains("<html lang=\"" + language + "\"");
    }
}
