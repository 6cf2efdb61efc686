package dev.sallyport.auth;

import static dev.sallyport.auth.TestClients.basic;
import static dev.sallyport.auth.TestDoor.PUBLIC;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.auth.jose.TrustedIssuer;
import dev.sallyport.domain.Digest;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.AccountState;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The word of an issuer that the operator trusts as a grant (RFC 7521, RFC 7523 §2.1). */
class AssertionGrantTest {
    private static final String CI = "https://ci.example.org";
    private static final String ADA = "0193a000-0000-7000-8000-000000000001";
    private static final String GRANT = GrantType.JWT_BEARER.wireName();

    @TempDir
    Path folder;

    private ECKey key;
    private ECKey other;
    private TestDoor door;

    @BeforeEach
    void open() throws JOSEException {
        key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        other = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        var usual = AuthConfiguration.Tokens.defaults();
        var tokens = new AuthConfiguration.Tokens(
                usual.access(),
                usual.refresh(),
                usual.refreshGrace(),
                usual.algorithm(),
                usual.algorithms(),
                List.of(trusting(Map.of("repo:shop", "client", "robot", ADA))),
                Set.of());
        var rest = AuthConfiguration.defaults();
        door = new TestDoor(folder, new AuthConfiguration(tokens, rest.accounts(), rest.registration()));
        add("deploy", true, GrantType.JWT_BEARER);
        add("kept", false, GrantType.JWT_BEARER);
        add("untrusted", true, GrantType.JWT_BEARER);
        add("closed", true, GrantType.AUTHORIZATION_CODE);
        door.stores
                .people()
                .add(
                        new Person(
                                PersonId.of(ADA),
                                new EmailAddress("ada@example.org"),
                                true,
                                "Ada",
                                new TreeSet<>(),
                                AccountState.ACTIVE,
                                Instant.EPOCH),
                        new PasswordHash("none"));
    }

    @AfterEach
    void close() {
        door.close();
    }

    private TrustedIssuer trusting(Map<String, String> subjects) {
        return new TrustedIssuer(
                CI,
                Optional.empty(),
                Optional.of(Json.tree(new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8))),
                Set.of(Algorithm.ES256),
                Set.of(new ClientId("deploy"), new ClientId("kept"), new ClientId("closed")),
                subjects);
    }

    private void add(String id, boolean isPublic, GrantType grant) {
        door.stores
                .clients()
                .add(new Client(
                        new ClientId(id),
                        id,
                        isPublic,
                        isPublic ? List.of() : List.of(Digest.of("secret")),
                        Set.of(grant),
                        Scope.of("openid", "deploy"),
                        List.of(),
                        false,
                        true,
                        Client.Origin.ADDED,
                        Instant.EPOCH));
    }

    private Map<String, Object> claims(String id) {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", CI);
        claims.put("sub", "repo:shop");
        claims.put("aud", PUBLIC.toString());
        claims.put("jti", id);
        claims.put("iat", door.now().getEpochSecond());
        claims.put("exp", door.now().plusSeconds(300).getEpochSecond());
        return claims;
    }

    private static String signed(Map<String, Object> claims, String type, ECKey by) throws Exception {
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k");
        if (!type.isEmpty()) {
            header.type(new JOSEObjectType(type));
        }
        var jwt = new SignedJWT(header.build(), JWTClaimsSet.parse(claims));
        jwt.sign(new ECDSASigner(by));
        return jwt.serialize();
    }

    private String good() throws Exception {
        return signed(claims("1"), "JWT", key);
    }

    private Response ask(String client, String assertion, String more) {
        return door.ask(Request.of("POST", "/oauth2/token")
                .form("grant_type=" + GRANT + "&client_id=" + client + "&assertion=" + assertion + more));
    }

    @Test
    void a_build_acts_for_its_client_without_a_secret() throws Exception {
        Response answer = ask("deploy", good(), "&scope=deploy");
        assertThat(answer.status()).as("RFC 7523 §2.1 " + text(answer)).isEqualTo(200);
        assertThat(field(answer, "scope")).isEqualTo("deploy");
        assertThat(json(answer).has("refresh_token")).as("RFC 7521 §4.1").isFalse();
        var said = SignedJWT.parse(field(answer, "access_token")).getJWTClaimsSet();
        assertThat(said.getSubject()).isEqualTo("deploy");
        assertThat(said.getClaim("sid")).isNull();
        assertThat(door.stores.audit().all(Slice.first(10)).items())
                .filteredOn(event -> event.kind() == AuditEvent.Kind.ASSERTION_REDEEMED)
                .singleElement()
                .satisfies(event -> assertThat(event.details())
                        .containsEntry("client", "deploy")
                        .containsEntry("issuer", CI));
    }

    @Test
    void a_listed_subject_stands_for_a_person_whose_token_ends_with_the_account() throws Exception {
        var claims = claims("1");
        claims.put("sub", "robot");
        Response answer = door.ask(Request.of("POST", "/oauth2/token")
                .header("authorization", basic("kept", "secret"))
                .form("grant_type=" + GRANT + "&assertion=" + signed(claims, "", key)));
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        var said = SignedJWT.parse(field(answer, "access_token")).getJWTClaimsSet();
        assertThat(said.getSubject()).isEqualTo(ADA);
        assertThat(introspected(answer)).isTrue();
        door.stores.people().changeState(PersonId.of(ADA), AccountState.DISABLED);
        assertThat(introspected(answer)).as("T30").isFalse();
        claims.put("jti", "2");
        Response refused = door.ask(Request.of("POST", "/oauth2/token")
                .header("authorization", basic("kept", "secret"))
                .form("grant_type=" + GRANT + "&assertion=" + signed(claims, "", key)));
        assertThat(field(refused, "error")).as("T19").isEqualTo("invalid_grant");
    }

    private boolean introspected(Response answer) {
        Response told = door.ask(Request.of("POST", "/oauth2/introspect")
                .header("authorization", basic("kept", "secret"))
                .form("token=" + field(answer, "access_token")));
        return json(told).path("active").asBoolean();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 7523 §3 another issuer                  | iss | "https://else.example.org"
            RFC 7523 §3 our own name as the issuer      | iss | "https://id.example.org"
            RFC 7523 §3 no issuer                       | iss |
            RFC 7523 §3 a subject that is not listed    | sub | "repo:other"
            RFC 7523 §3 a subject in another case       | sub | "Repo:shop"
            RFC 7523 §3 no subject                      | sub |
            RFC 7523 §3 another audience                | aud | "https://else.example.org"
            RFC 7523 §3 the endpoint as the audience    | aud | "https://id.example.org/oauth2/token"
            RFC 7523 §3 two audiences                   | aud | ["https://id.example.org","https://else.example.org"]
            RFC 7523 §3 no audience                     | aud |
            RFC 7523 §3 expired                         | exp | 1000
            RFC 7523 §3 no end                          | exp |
            RFC 7523 §3 an end in words                 | exp | "tomorrow"
            RFC 7523 §3 good for a day                  | exp | NOW+86400
            RFC 7523 §3 not yet                         | nbf | NOW+120
            RFC 7523 §3 of the future                   | iat | NOW+120
            RFC 7523 §3 no id                           | jti |
            RFC 7523 §3 an empty id                     | jti | ""
            """)
    void an_assertion_that_does_not_hold_is_no_grant(String clause, String claim, String value) throws Exception {
        Map<String, Object> claims = claims("1");
        if (value == null) {
            claims.remove(claim);
        } else if (value.startsWith("NOW+")) {
            claims.put(claim, door.now().getEpochSecond() + Long.parseLong(value.substring(4)));
        } else {
            claims.put(claim, Json.mapper().readValue(value, Object.class));
        }
        // By hand, for a library would not sign some of these.
        Response answer = ask("deploy", signedRaw(Json.text(claims)), "");
        assertThat(field(answer, "error")).as(clause + " " + text(answer)).isEqualTo("invalid_grant");
        assertThat(ask("deploy", good(), "").status())
                .as("the id is not used up (T16)")
                .isEqualTo(200);
    }

    private String signedRaw(String claims) throws Exception {
        var jws = new com.nimbusds.jose.JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k").build(), new com.nimbusds.jose.Payload(claims));
        jws.sign(new ECDSASigner(key));
        return jws.serialize();
    }

    @Test
    void T28_another_key_algorithm_or_type_is_refused() throws Exception {
        var hmac = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), JWTClaimsSet.parse(claims("1")));
        hmac.sign(new MACSigner(key.toPublicJWK().toString().getBytes(StandardCharsets.UTF_8)));
        for (String assertion : List.of(
                signed(claims("1"), "JWT", other),
                signed(claims("1"), "at+jwt", key),
                signed(claims("1"), "dpop+jwt", key),
                hmac.serialize(),
                new PlainJWT(JWTClaimsSet.parse(claims("1"))).serialize(),
                "nonsense",
                "a.b.c")) {
            assertThat(field(ask("deploy", assertion, ""), "error")).isEqualTo("invalid_grant");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 7521 §4.1 a client it is not trusted for | untrusted |                                | invalid_grant
            RFC 7523 §2.1 a client without the grant     | closed    |                                | unauthorized_client
            RFC 6749 §3.2.1 an unknown client            | nobody    |                                | invalid_client
            RFC 6749 §3.2.1 a secret is wanted           | kept      |                                | invalid_client
            RFC 7521 §4.1 more than the client may       | deploy    | &scope=admin                   | invalid_scope
            RFC 6749 §3.3 a broken scope                 | deploy    | &scope=%22                     | invalid_scope
            RFC 8707 §2 a resource it has not            | deploy    | &resource=https://x.example    | invalid_target
            RFC 6749 §3.2 an assertion twice             | deploy    | &assertion=another             | invalid_request
            """)
    void a_wrong_request_is_answered_by_name_and_uses_nothing_up(
            String clause, String client, String more, String error) throws Exception {
        assertThat(field(ask(client, good(), more == null ? "" : more), "error"))
                .as(clause)
                .isEqualTo(error);
        assertThat(field(ask("deploy", "", ""), "error")).as("RFC 7521 §4.1").isEqualTo("invalid_request");
        assertThat(ask("deploy", good(), "").status()).isEqualTo(200);
    }

    @Test
    void T13_T16_an_assertion_is_good_once_in_the_hands_of_many() throws Exception {
        String assertion = good();
        Callable<Response> call = () -> ask("deploy", assertion, "");
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            int won = 0;
            for (var answer :
                    callers.invokeAll(IntStream.range(0, 50).mapToObj(i -> call).toList())) {
                won += answer.get().status() == 200 ? 1 : 0;
            }
            assertThat(won).isOne();
        }
    }

    @Test
    void where_nobody_is_trusted_there_is_no_such_grant() throws Exception {
        assertThat(text(door.ask(Request.of("GET", "/.well-known/oauth-authorization-server"))))
                .contains(GRANT);
        door.close();
        door = new TestDoor(folder);
        assertThat(field(ask("deploy", good(), ""), "error")).isEqualTo("unsupported_grant_type");
        assertThat(text(door.ask(Request.of("GET", "/.well-known/oauth-authorization-server"))))
                .as("RFC 8414 §2")
                .doesNotContain(GRANT);
    }

    @Test
    void a_subject_that_stands_for_nobody_is_a_mistake_of_the_configuration() {
        assertThatThrownBy(() -> trusting(Map.of("robot", "ada@example.org")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the id of a person or for client");
    }
}
