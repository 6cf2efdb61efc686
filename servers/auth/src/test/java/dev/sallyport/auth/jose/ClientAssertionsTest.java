package dev.sallyport.auth.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import dev.sallyport.auth.jose.ClientAssertions.Verdict;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.fetch.Fetched;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.token.SingleUse;
import dev.sallyport.storage.Stores;
import dev.sallyport.storage.sql.DatabaseSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7523 §3, OpenID Core §9, FAPI 2.0 §5.3.2.1: client assertions made by an independent library. */
class ClientAssertionsTest {
    private static final String ENDPOINT = TestClient.ISSUER + "/oauth2/token";
    private static final TestClient CLIENT = new TestClient();

    private final Instant[] now = {Instant.parse("2026-11-24T12:00:00Z")};
    private final InstantSource clock = () -> now[0];
    private final ClientKeys keys = new ClientKeys((uri, oldest) -> new Fetched.Refused("none"), clock);
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final ClientAssertions assertions = with((id, until) -> seen.add(id));

    private ClientAssertions with(SingleUse memory) {
        return new ClientAssertions(TestClient.ISSUER, Set.of(ENDPOINT), keys, memory, clock);
    }

    private Map<String, Object> claims() {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", "shop");
        claims.put("sub", "shop");
        claims.put("aud", TestClient.ISSUER);
        claims.put("jti", "jti-1");
        claims.put("iat", now[0].getEpochSecond());
        claims.put("exp", now[0].plusSeconds(60).getEpochSecond());
        return claims;
    }

    private Map<String, Object> claims(String name, String json) {
        Map<String, Object> claims = claims();
        if (name.equals("exp")) {
            claims.remove("iat");
        }
        if (json == null) {
            claims.remove(name);
        } else {
            claims.put(name, value(json));
        }
        return claims;
    }

    /** JSON, in which {@code NOW+60} is a time. */
    private Object value(String json) {
        String filled = json.startsWith("NOW")
                ? Long.toString(now[0].getEpochSecond() + Long.parseLong(json.substring(3)))
                : json;
        return Json.tree(filled.getBytes(StandardCharsets.UTF_8));
    }

    private Verdict verify(String type, Map<String, Object> claims) {
        return assertions.verify(CLIENT.sign(type, claims), CLIENT.usual());
    }

    @ParameterizedTest
    @CsvSource({"''", "JWT", "jwt", "client-authentication+jwt", "application/client-authentication+jwt"})
    void a_good_assertion_proves_its_client(String type) {
        assertThat(verify(type, claims())).isEqualTo(new Verdict.Proven(TestClient.ID));
        assertThat(ClientAssertions.named(CLIENT.sign(type, claims()))).contains(TestClient.ID);
    }

    @ParameterizedTest
    @CsvSource({"at+jwt", "dpop+jwt", "logout+jwt", "oauth-authz-req+jwt", "secevent+jwt"})
    void T28_a_token_of_another_type_is_no_assertion(String type) {
        assertThat(verify(type, claims())).isInstanceOf(Verdict.Refused.class);
        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 7523 §3 (1) another issuer         | iss | "other"
            RFC 7523 §3 (1) no issuer              | iss |
            RFC 7523 §3 (2) another subject        | sub | "other"
            RFC 7523 §3 (2) no subject             | sub |
            RFC 7523 §3 (2) subject of no string   | sub | ["shop"]
            RFC 7523 §3 (3) no audience            | aud |
            RFC 7523 §3 (3) another audience       | aud | "https://other.example"
            RFC 7523 §3 (3) a prefix of us         | aud | "https://id.example.org/"
            RFC 7523 §3 (3) another beside us      | aud | ["https://id.example.org", "https://evil.example"]
            RFC 7523 §3 (3) us twice               | aud | ["https://id.example.org", "https://id.example.org/oauth2/token"]
            RFC 7523 §3 (4) no expiry              | exp |
            RFC 7523 §3 (4) expiry in words        | exp | "tomorrow"
            RFC 7523 §3 (4) expired                | exp | NOW-10
            RFC 7523 §3 (4) five minutes and more  | exp | NOW+311
            RFC 7523 §3 (5) not yet valid          | nbf | NOW+61
            RFC 7523 §3 (5) nbf in words           | nbf | "now"
            RFC 7523 §3 (6) from the future        | iat | NOW+61
            RFC 7523 §3 (6) iat in words           | iat | null
            RFC 7523 §3 (7) no jti                 | jti |
            RFC 7523 §3 (7) an empty jti           | jti | ""
            RFC 7523 §3 (7) jti of no string       | jti | 7
            """)
    void an_assertion_with_another_claim_is_refused(String clause, String name, String json) {
        assertThat(verify("JWT", claims(name, json))).as(clause).isInstanceOf(Verdict.Refused.class);
        assertThat(seen).as("what is refused is not remembered").isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            as long as allowed        | exp | NOW+309                            | true
            just expired              | exp | NOW-9                              | true
            nbf a little ahead        | nbf | NOW+9                              | true
            iat a little ahead        | iat | NOW+9                              | true
            the endpoint              | aud | "https://id.example.org/oauth2/token"   | false
            us in an array            | aud | ["https://id.example.org"]         | false
            """)
    void clocks_may_differ_and_audiences_have_two_names_outside_fapi(
            String what, String name, String json, boolean alsoFapi) {
        assertThat(verify("JWT", claims(name, json))).as(what).isInstanceOf(Verdict.Proven.class);
        seen.clear();
        assertThat(assertions.verify(CLIENT.sign("JWT", claims(name, json)), CLIENT.fapi()) instanceof Verdict.Proven)
                .as(what)
                .isEqualTo(alsoFapi);
    }

    @Test
    void an_assertion_that_was_made_after_it_expired_is_refused() {
        Map<String, Object> claims = claims("iat", "NOW+5");
        claims.put("exp", value("NOW+3"));
        assertThat(verify("JWT", claims)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void T28_the_algorithm_is_the_one_pinned_for_the_client() throws Exception {
        String jwt = CLIENT.sign("JWT", claims());
        var pinned = new SigningClient(
                TestClient.ID,
                Set.of(Algorithm.PS256, Algorithm.EDDSA),
                CLIENT.usual().keys(),
                false);
        assertThat(assertions.verify(jwt, pinned)).isInstanceOf(Verdict.Refused.class);
        assertThat(assertions.verify(TestClient.unsigned("{\"alg\":\"none\"}", claims()), CLIENT.usual()))
                .isInstanceOf(Verdict.Refused.class);
        for (String secret : List.of(CLIENT.jwks(), CLIENT.key.toPublicJWK().toJSONString())) {
            var hmac = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), new Payload(Json.text(claims())));
            hmac.sign(new MACSigner(secret.getBytes(StandardCharsets.UTF_8)));
            assertThat(assertions.verify(hmac.serialize(), CLIENT.usual())).isInstanceOf(Verdict.Refused.class);
        }
    }

    @Test
    void T28_a_key_that_is_not_the_clients_proves_nothing() {
        var thief = TestClient.key("k1");
        assertThat(assertions.verify(TestClient.sign(thief, "JWT", claims()), CLIENT.usual()))
                .isInstanceOf(Verdict.Refused.class);
        assertThat(assertions.verify(CLIENT.sign("JWT", claims()), CLIENT.as(ClientKeySource.NONE, false)))
                .isInstanceOf(Verdict.Refused.class);
        assertThat(assertions.verify(CLIENT.sign("JWT", claims()), CLIENT.as(ClientKeySource.inline("{"), false)))
                .isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void T16_an_assertion_works_once_and_is_remembered_until_it_is_worth_nothing() {
        var until = new ConcurrentHashMap<String, Instant>();
        ClientAssertions noted = with((id, time) -> until.putIfAbsent(id, time) == null);
        String assertion = CLIENT.sign("JWT", claims());
        assertThat(noted.verify(assertion, CLIENT.usual())).isInstanceOf(Verdict.Proven.class);
        assertThat(noted.verify(assertion, CLIENT.usual())).isInstanceOf(Verdict.Refused.class);
        now[0] = until.values().iterator().next();
        until.clear();
        assertThat(noted.verify(assertion, CLIENT.usual()))
                .as("when it is forgotten")
                .isInstanceOf(Verdict.Refused.class);
        assertThat(until).isEmpty();
    }

    @Test
    void T16_a_flood_of_ids_drives_none_out_and_a_lost_memory_proves_nothing(@TempDir Path folder) {
        String first = CLIENT.sign("JWT", claims());
        try (Stores stores = Stores.open(new DatabaseSettings.Sqlite(folder.resolve("test.db")))) {
            SingleUse memory = SingleUse.in(stores.oneTime(), "client assertion");
            ClientAssertions kept = with(memory);
            assertThat(kept.verify(first, CLIENT.usual())).isInstanceOf(Verdict.Proven.class);
            for (int i = 0; i < 3_000; i++) {
                assertThat(memory.first("flood " + i, now[0].plusSeconds(60))).isTrue();
            }
            stores.oneTime().purge(now[0], 10_000);
            assertThat(kept.verify(first, CLIENT.usual())).isInstanceOf(Verdict.Refused.class);
            assertThat(SingleUse.in(stores.oneTime(), "dpop proof").first("shop jti-1", now[0].plusSeconds(60)))
                    .as("another kind of id")
                    .isTrue();
        }
        ClientAssertions away = with((id, until) -> {
            throw new IllegalStateException("the store is away");
        });
        assertThatThrownBy(() -> away.verify(first, CLIENT.usual())).hasMessage("the store is away");
    }

    @Test
    void T28_no_change_of_an_assertion_proves_anything_and_none_throws() {
        String assertion = CLIENT.sign("JWT", claims());
        var random = new Random(7_523);
        for (int i = 0; i < 1_000; i++) {
            String changed = TestClient.changed(assertion, random);
            if (!changed.equals(assertion)) {
                assertThat(assertions.verify(changed, CLIENT.usual()))
                        .as(changed)
                        .isInstanceOf(Verdict.Refused.class);
                var unused = ClientAssertions.named(changed);
                assertThat(unused).isNotNull();
            }
        }
        assertThat(seen).isEmpty();
    }
}
