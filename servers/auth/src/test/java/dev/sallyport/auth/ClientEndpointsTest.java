package dev.sallyport.auth;

import static dev.sallyport.auth.TestClients.basic;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.domain.Digest;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The endpoints that clients call for themselves: client credentials, introspection, revocation, metadata. */
class ClientEndpointsTest {
    @TempDir
    Path folder;

    private TestDoor door;

    @BeforeEach
    void open() {
        door = new TestDoor(folder);
        door.stores.clients().add(client("shop", false, true));
        door.stores.clients().add(client("other", false, true));
        door.stores.clients().add(client("spa", true, true));
        door.stores.clients().add(client("gone", false, false));
    }

    @AfterEach
    void close() {
        door.close();
    }

    private static Client client(String id, boolean isPublic, boolean enabled) {
        return new Client(
                new ClientId(id),
                id,
                isPublic,
                isPublic ? List.of() : List.of(Digest.of("first"), Digest.of("second")),
                isPublic ? Set.of(GrantType.AUTHORIZATION_CODE) : Set.of(GrantType.CLIENT_CREDENTIALS),
                Scope.of("orders", "stock"),
                List.of(),
                false,
                enabled,
                Client.Origin.ADDED,
                Instant.EPOCH);
    }

    private Response post(String path, String authorization, String form) {
        Request request = Request.of("POST", path).form(form);
        return door.ask(authorization.isEmpty() ? request : request.header("authorization", authorization));
    }

    private Response token(String form) {
        return post("/oauth2/token", basic("shop", "second"), form);
    }

    @Test
    void a_client_acts_for_itself_and_gets_no_refresh_token() {
        Response answer = token("grant_type=client_credentials&scope=orders");
        assertThat(answer.status()).as("RFC 6749 §4.4").isEqualTo(200);
        assertThat(field(answer, "scope")).isEqualTo("orders");
        assertThat(json(answer).has("refresh_token")).isFalse();
        assertThat(json(answer).has("id_token")).isFalse();
        Response all = token("grant_type=client_credentials");
        assertThat(field(all, "scope")).as("RFC 6749 §3.3 no scope asked").isEqualTo("orders stock");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 6749 §2.3.1 the first of two secrets    | shop:first  | ''                                  | 200
            RFC 6749 §2.3.1 the second of two secrets   | shop:second       | ''                                  | 200
            RFC 6749 §2.3.1 form-encoded in Basic       | shop:%73econd     | ''                                  | 200
            RFC 6749 §2.3.1 posted                      | ''                | client_id=shop&client_secret=second | 200
            T32 a wrong secret                          | shop:third        | ''                                  | 401
            an unknown client                           | nobody:second     | ''                                  | 401
            a disabled client                           | gone:second       | ''                                  | 401
            no secret                                   | ''                | client_id=shop                      | 401
            no client                                   | ''                | ''                                  | 401
            a public client acts for nobody             | ''                | client_id=spa                       | 400
            RFC 6749 §2.3 two ways at once              | shop:second       | client_id=shop&client_secret=second | 400
            two clients at once                         | shop:second       | client_id=other                     | 400
            RFC 6749 §3.2 a secret twice                | ''                | client_id=shop&client_secret=second&client_secret=x | 400
            """)
    void a_client_proves_itself_in_one_way(String clause, String basic, String more, int status) {
        String authorization = basic.isEmpty()
                ? ""
                : "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8));
        Response answer = post("/oauth2/token", authorization, "grant_type=client_credentials&" + more);
        assertThat(answer.status()).as(clause + ": " + text(answer)).isEqualTo(status);
        if (status == 401) {
            assertThat(field(answer, "error")).as("RFC 6749 §5.2").isEqualTo("invalid_client");
            assertThat(answer.headers().first("www-authenticate").orElse("")).startsWith("Basic ");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 6749 §3.3 more than the client's scope | grant_type=client_credentials&scope=admin             | invalid_scope
            RFC 6749 §3.3 a broken scope               | grant_type=client_credentials&scope=%22               | invalid_scope
            RFC 6749 §5.2 a grant it has not           | grant_type=authorization_code&code=x&code_verifier=y  | unauthorized_client
            RFC 6749 §3.2 a parameter twice            | grant_type=client_credentials&grant_type=password     | invalid_request
            RFC 8707 §2 a resource it has not          | grant_type=client_credentials&resource=https://x.test | invalid_target
            T09 no password grant                      | grant_type=password&username=a&password=b             | unsupported_grant_type
            """)
    void a_wrong_request_is_answered_by_name(String clause, String form, String error) {
        assertThat(field(token(form), "error")).as(clause).isEqualTo(error);
    }

    @Test
    void L26_grants_and_tokens_are_counted_by_grant_outcome_and_algorithm() {
        assertThat(counted("sallyport.tokens", "algorithm", "ES256")).isZero();
        token("grant_type=client_credentials&scope=orders");
        token("grant_type=client_credentials&scope=admin");
        token("grant_type=made_up");
        assertThat(counted("sallyport.grants", "grant", "client_credentials", "outcome", "granted"))
                .isOne();
        assertThat(counted("sallyport.grants", "grant", "client_credentials", "outcome", "refused"))
                .isOne();
        assertThat(counted("sallyport.tokens", "algorithm", "ES256")).isOne();
        assertThat(door.meters.find("sallyport.grants").counters()).hasSizeLessThanOrEqualTo(12);
    }

    private double counted(String name, String... tags) {
        return door.meters.get(name).tags(tags).counter().count();
    }

    @Test
    void the_body_must_be_a_form() {
        Response answer = door.ask(Request.of("POST", "/oauth2/token")
                .header("authorization", basic("shop", "second"))
                .json("{\"grant_type\":\"client_credentials\"}"));
        assertThat(answer.status()).as("RFC 6749 §3.2").isEqualTo(400);
        assertThat(field(answer, "error")).isEqualTo("invalid_request");
    }

    @Test
    void T32_a_secret_is_kept_as_a_digest_and_never_shown_again() {
        Client kept = door.stores.clients().byId(new ClientId("shop")).orElseThrow();
        assertThat(kept.toString()).doesNotContain("first").doesNotContain("second");
        assertThat(Json.text(kept.secrets())).doesNotContain("second");
    }

    @Test
    void introspection_tells_the_client_of_its_token_and_nobody_else() {
        String token = field(token("grant_type=client_credentials&scope=orders"), "access_token");
        Response own = post("/oauth2/introspect", basic("shop", "second"), "token=" + token);
        assertThat(json(own).path("active").asBoolean()).as("RFC 7662 §2.2").isTrue();
        assertThat(field(own, "scope")).isEqualTo("orders");
        assertThat(field(own, "client_id")).isEqualTo("shop");
        Response foreign = post("/oauth2/introspect", basic("other", "second"), "token=" + token);
        assertThat(text(foreign)).isEqualTo("{\"active\":false}");
        Response nonsense = post("/oauth2/introspect", basic("shop", "second"), "token=nonsense");
        assertThat(text(nonsense)).isEqualTo("{\"active\":false}");
        assertThat(post("/oauth2/introspect", "", "token=" + token).status())
                .as("RFC 7662 §2.1")
                .isEqualTo(401);
        assertThat(post("/oauth2/introspect", "", "client_id=spa&token=" + token)
                        .status())
                .isEqualTo(401);
        assertThat(post("/oauth2/introspect", basic("shop", "second"), "").status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/token-introspection+jwt                          | true
            application/json, Application/Token-Introspection+JWT;q=0.5  | true
            application/token-introspection+jwt; q=0, application/json   | false
            application/jwt                                              | false
            */*                                                          | false
            """)
    void introspection_is_signed_for_whom_asks_for_it_so(String accept, boolean signed) throws Exception {
        String token = field(token("grant_type=client_credentials&scope=orders"), "access_token");
        for (String shown : List.of(token, "nonsense")) {
            Response answer = door.ask(Request.of("POST", "/oauth2/introspect")
                    .header("authorization", basic("shop", "second"))
                    .header("accept", accept)
                    .form("token=" + shown));
            assertThat(answer.headers().first("content-type"))
                    .as("RFC 9701 §4 " + accept)
                    .contains(signed ? "application/token-introspection+jwt" : "application/json");
            if (signed) {
                told(SignedJWT.parse(text(answer)), shown.equals(token));
            }
        }
    }

    private void told(SignedJWT jwt, boolean active) throws Exception {
        var keys = JWKSet.parse(text(door.ask(Request.of("GET", "/.well-known/jwks.json"))));
        assertThat(jwt.verify(new ECDSAVerifier(
                        keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toECKey())))
                .isTrue();
        assertThat(jwt.getHeader().getType().toString()).as("RFC 9701 §5").isEqualTo("token-introspection+jwt");
        var claims = jwt.getJWTClaimsSet();
        assertThat(claims.getAudience()).containsExactly("shop");
        assertThat(claims.getIssuer()).isEqualTo("https://id.example.org");
        assertThat(claims.getClaims().keySet())
                .as("RFC 9701 §5 nothing by which it could pass for an access token")
                .containsExactlyInAnyOrder("iss", "aud", "iat", "token_introspection");
        assertThat(claims.getJSONObjectClaim("token_introspection")).containsEntry("active", active);
    }

    @Test
    void T30_a_token_of_a_client_that_was_disabled_is_not_active() {
        String token = field(token("grant_type=client_credentials"), "access_token");
        Client shop = door.stores.clients().byId(new ClientId("shop")).orElseThrow();
        door.stores.clients().replace(client("shop", false, false));
        assertThat(post("/oauth2/introspect", basic("other", "second"), "token=" + token)
                        .status())
                .isEqualTo(200);
        assertThat(post("/oauth2/introspect", basic("shop", "second"), "token=" + token)
                        .status())
                .isEqualTo(401);
        door.stores.clients().replace(shop);
        assertThat(json(post("/oauth2/introspect", basic("shop", "second"), "token=" + token))
                        .path("active")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void revoking_what_is_not_ours_is_answered_as_revoked_and_a_stateless_token_says_so() {
        assertThat(post("/oauth2/revoke", basic("shop", "second"), "token=nonsense")
                        .status())
                .as("RFC 7009 §2.1")
                .isEqualTo(200);
        String token = field(token("grant_type=client_credentials"), "access_token");
        assertThat(post("/oauth2/revoke", basic("other", "second"), "token=" + token)
                        .status())
                .isEqualTo(200);
        Response own = post("/oauth2/revoke", basic("shop", "second"), "token=" + token);
        assertThat(field(own, "error")).as("RFC 7009 §2.2.1").isEqualTo("unsupported_token_type");
    }

    @Test
    void the_metadata_says_what_is_enabled() {
        for (String path : List.of("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")) {
            Response answer = door.ask(Request.of("GET", path));
            var said = new HashMap<String, Object>(Map.of("issuer", field(answer, "issuer")));
            assertThat(said)
                    .as("RFC 8414 §3, OpenID Connect Discovery §4")
                    .containsEntry("issuer", "https://id.example.org");
            for (String endpoint : List.of(
                    "authorization_endpoint",
                    "token_endpoint",
                    "userinfo_endpoint",
                    "jwks_uri",
                    "introspection_endpoint",
                    "revocation_endpoint",
                    "pushed_authorization_request_endpoint",
                    "end_session_endpoint")) {
                String where = field(answer, endpoint).substring("https://id.example.org".length());
                assertThat(door.ask(Request.of("OPTIONS", where)).status())
                        .as(endpoint + " is there")
                        .isEqualTo(204);
            }
            assertThat(StreamSupport.stream(
                                    json(answer)
                                            .path("code_challenge_methods_supported")
                                            .spliterator(),
                                    false)
                            .map(node -> node.asString()))
                    .containsExactly("S256");
        }
    }
}
