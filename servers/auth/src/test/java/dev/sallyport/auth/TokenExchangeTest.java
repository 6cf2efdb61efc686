package dev.sallyport.auth;

import static dev.sallyport.auth.TestClients.basic;
import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.PUBLIC;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.domain.Digest;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.grant.FamilyId;
import dev.sallyport.domain.grant.GrantTerms;
import dev.sallyport.domain.grant.RefreshFamily;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.session.Session;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One access token for another: on whose behalf, for whom, and never for more (RFC 8693). */
class TokenExchangeTest {
    private static final String ADA = "ada@example.org";
    private static final String ACCESS = "urn:ietf:params:oauth:token-type:access_token";
    private static final String ORDERS = "https://orders.example.org";
    private static final String STOCK = "https://stock.example.org";

    @TempDir
    Path folder;

    private TestDoor door;
    private Session session;

    @BeforeEach
    void open() {
        door = new TestDoor(folder);
        door.register(ADA);
        door.mobile(ADA, PASSWORD);
        session = door.stores.sessions().live(door.idOf(ADA), door.now()).getFirst();
        // orders is the resource server that tokens come to; it may go on to stock.
        add("orders", false, List.of(ORDERS, STOCK), GrantType.TOKEN_EXCHANGE, GrantType.CLIENT_CREDENTIALS);
        add("stranger", false, List.of(), GrantType.TOKEN_EXCHANGE, GrantType.CLIENT_CREDENTIALS);
        add("closed", false, List.of(ORDERS, STOCK), GrantType.CLIENT_CREDENTIALS);
        add("page", true, List.of(ORDERS, STOCK), GrantType.TOKEN_EXCHANGE);
        add("app", true, List.of(ORDERS), GrantType.AUTHORIZATION_CODE);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private void add(String id, boolean isPublic, List<String> audiences, GrantType... grants) {
        door.stores
                .clients()
                .add(new Client(
                        new ClientId(id),
                        id,
                        isPublic,
                        isPublic ? List.of() : List.of(Digest.of("secret")),
                        Set.of(grants),
                        Scope.of("read", "write", "roles"),
                        List.of(),
                        false,
                        true,
                        Client.Origin.ADDED,
                        Instant.EPOCH,
                        TestClients.metadata(audiences, false)));
    }

    /** What a token of Ada's says that app got for orders. */
    private Map<String, Object> claims() {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", PUBLIC.toString());
        claims.put("sub", door.idOf(ADA).toString());
        claims.put("aud", List.of(ORDERS));
        claims.put("iat", door.now().getEpochSecond());
        claims.put("exp", door.now().plusSeconds(120).getEpochSecond());
        claims.put("jti", "1");
        claims.put("client_id", "app");
        claims.put("scope", "read write admin");
        claims.put("sid", session.id().toString());
        claims.put("auth_time", door.now().getEpochSecond());
        return claims;
    }

    private String token(String... changes) {
        Map<String, Object> claims = claims();
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1].isEmpty()) {
                claims.remove(changes[i]);
            } else {
                claims.put(changes[i], Json.tree(changes[i + 1].getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            }
        }
        return door.keys.sign("at+jwt", Json.text(claims));
    }

    private Response exchange(String client, Map<String, String> more) {
        return ask(client, more, "");
    }

    private Response ask(String client, Map<String, String> more, String proof) {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", GrantType.TOKEN_EXCHANGE.wireName());
        form.put("subject_token_type", ACCESS);
        form.putAll(more);
        form.values().removeIf(String::isEmpty);
        Request request = Request.of("POST", "/oauth2/token").header("authorization", basic(client, "secret"));
        return door.ask((proof.isEmpty() ? request : request.header("dpop", proof)).form(TestBrowser.encoded(form)));
    }

    private String own(String client) {
        return field(
                door.ask(Request.of("POST", "/oauth2/token")
                        .header("authorization", basic(client, "secret"))
                        .form("grant_type=client_credentials")),
                "access_token");
    }

    private static JWTClaimsSet said(Response response) throws Exception {
        assertThat(response.status()).as(text(response)).isEqualTo(200);
        return SignedJWT.parse(field(response, "access_token")).getJWTClaimsSet();
    }

    @Test
    void a_service_goes_on_in_the_persons_place_with_a_token_that_says_less() throws Exception {
        Response answer = exchange("orders", Map.of("subject_token", token(), "resource", STOCK, "scope", "read"));
        assertThat(field(answer, "issued_token_type")).as("RFC 8693 §2.2.1").isEqualTo(ACCESS);
        assertThat(field(answer, "token_type")).isEqualTo("Bearer");
        assertThat(field(answer, "scope")).isEqualTo("read");
        assertThat(json(answer).has("refresh_token")).isFalse();
        var claims = said(answer);
        assertThat(claims.getSubject()).isEqualTo(door.idOf(ADA).toString());
        assertThat(claims.getAudience()).containsExactly(STOCK);
        assertThat(claims.getStringClaim("client_id")).isEqualTo("orders");
        assertThat(claims.getStringClaim("sid")).isEqualTo(session.id().toString());
        assertThat(claims.getClaim("act")).isNull();
        assertThat(claims.getExpirationTime().toInstant())
                .as("no longer than the subject token")
                .isEqualTo(door.now().plusSeconds(120));
        assertThat(door.stores.audit().of(door.idOf(ADA), Slice.first(50)).items())
                .filteredOn(event -> event.kind() == AuditEvent.Kind.TOKEN_EXCHANGED)
                .singleElement()
                .satisfies(event -> assertThat(event.details())
                        .containsEntry("client", "orders")
                        .containsEntry("from", "app")
                        .containsEntry("audience", STOCK));
    }

    @Test
    void without_wishes_the_new_token_is_for_the_same_and_for_what_both_may() throws Exception {
        Response answer = exchange("orders", Map.of("subject_token", token()));
        assertThat(said(answer).getAudience()).containsExactly(ORDERS);
        assertThat(field(answer, "scope")).isEqualTo("read write");
    }

    @Test
    void who_acts_stands_in_the_token_and_who_acted_before_within() throws Exception {
        var form = Map.of(
                "subject_token",
                token("act", "{\"sub\":\"first\"}"),
                "actor_token",
                own("orders"),
                "actor_token_type",
                ACCESS);
        var act = said(exchange("orders", form)).getJSONObjectClaim("act");
        assertThat(act).as("RFC 8693 §4.1").containsEntry("sub", "orders").containsEntry("act", Map.of("sub", "first"));
        var kept = said(exchange("orders", Map.of("subject_token", token("act", "{\"sub\":\"first\"}"))));
        assertThat(kept.getJSONObjectClaim("act")).containsEntry("sub", "first");
        Response answer = exchange(
                "orders",
                Map.of(
                        "subject_token",
                                token(
                                        "act",
                                        "{\"sub\":\"5\",\"act\":{\"sub\":\"4\",\"act\":{\"sub\":\"3\",\"act\":{\"sub\":\"2\",\"act\":{\"sub\":\"1\"}}}}}"),
                        "actor_token", own("orders"),
                        "actor_token_type", ACCESS));
        assertThat(field(answer, "error")).as("T43 a chain has an end").isEqualTo("invalid_request");
    }

    @Test
    void the_new_token_is_told_at_introspection_with_who_acts() {
        Response answer = exchange(
                "orders", Map.of("subject_token", token(), "actor_token", own("orders"), "actor_token_type", ACCESS));
        Response told = door.ask(Request.of("POST", "/oauth2/introspect")
                .header("authorization", basic("orders", "secret"))
                .form("token=" + field(answer, "access_token")));
        assertThat(json(told).path("active").asBoolean()).as(text(told)).isTrue();
        assertThat(json(told).path("act").path("sub").asString("")).isEqualTo("orders");
        door.stores.sessions().end(session.id(), session.person(), door.now());
        Response ended = door.ask(Request.of("POST", "/oauth2/introspect")
                .header("authorization", basic("orders", "secret"))
                .form("token=" + field(answer, "access_token")));
        assertThat(json(ended).path("active").asBoolean()).as("T30").isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 8693 §4.4 the client is named         | {"sub":"orders"}                                         |
            RFC 8693 §4.4 with our issuer             | {"sub":"orders","iss":"https://id.example.org"}          |
            RFC 8693 §4.4 by its client id, too       | {"sub":"orders","client_id":"orders"}                    |
            RFC 8693 §4.4 another is named            | {"sub":"other"}                                          | invalid_request
            RFC 8693 §4.4 by another issuer           | {"sub":"orders","iss":"https://other.example.org"}       | invalid_request
            RFC 8693 §4.4 by another client id        | {"sub":"orders","client_id":"app"}                       | invalid_request
            RFC 8693 §4.4 with what is not known here | {"sub":"orders","role":"admin"}                          | invalid_request
            RFC 8693 §4.4 nobody                      | {}                                                       | invalid_request
            RFC 8693 §4.4 a text                      | "orders"                                                 | invalid_request
            """)
    void a_token_says_who_may_act(String clause, String mayAct, String error) {
        Response answer = exchange("orders", Map.of("subject_token", token("may_act", mayAct)));
        assertThat(field(answer, "error")).as(clause).isEqualTo(error == null ? "" : error);
        Response acting = exchange(
                "orders",
                Map.of(
                        "subject_token",
                        token("may_act", mayAct),
                        "actor_token",
                        own("orders"),
                        "actor_token_type",
                        ACCESS));
        assertThat(field(acting, "error")).as(clause).isEqualTo(error == null ? "" : error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 8693 §2.1 no subject token                  | subject_token        |                                               | invalid_request
            RFC 8693 §2.1 no subject token's type           | subject_token_type   |                                               | invalid_request
            RFC 8693 §2.1 a type that is not taken          | subject_token_type   | urn:ietf:params:oauth:token-type:saml2        | invalid_request
            RFC 8693 §2.2.2 no token of ours                | subject_token        | nonsense                                      | invalid_request
            RFC 8693 §2.1 a type without an actor           | actor_token_type     | urn:ietf:params:oauth:token-type:access_token | invalid_request
            RFC 8693 §2.1 an actor without a type           | actor_token          | OWN                                           | invalid_request
            RFC 8693 §2.1 a refresh token is asked for      | requested_token_type | urn:ietf:params:oauth:token-type:refresh_token| invalid_request
            RFC 8693 §2.2.2 a resource not on the list      | resource             | https://else.example.org                      | invalid_target
            RFC 8693 §2.2.2 an audience not on the list     | audience             | payroll                                       | invalid_target
            RFC 8693 §2.2.2 the house, which it was not for | resource             | https://id.example.org                        | invalid_target
            RFC 6749 §3.3 more than the subject token       | scope                | roles                                         | invalid_scope
            RFC 6749 §3.3 more than the client              | scope                | admin                                         | invalid_scope
            RFC 6749 §3.3 a broken scope                    | scope                | "                                             | invalid_scope
            """)
    void a_wrong_value_is_answered_by_name(String clause, String name, String value, String error) {
        var form = new LinkedHashMap<String, String>(Map.of("subject_token", token()));
        form.put(name, value == null ? "" : value.replace("OWN", own("orders")));
        assertThat(field(exchange("orders", form), "error")).as(clause).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            it has expired                            | exp       | 1000
            it is another issuer's                    | iss       | "https://other.example.org"
            its client is gone                        | client_id | "gone"
            it is for another resource server         | aud       | ["https://else.example.org"]
            its session is none                       | sid       | "0193a000-0000-7000-8000-000000000001"
            its grant is none                         | grant_id  | "0193a000-0000-7000-8000-000000000001"
            it is bound to a key that is not shown    | cnf       | {"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}
            """)
    void a_subject_token_that_is_not_good_is_refused(String why, String claim, String value) {
        Response answer = exchange("orders", Map.of("subject_token", token(claim, value)));
        assertThat(field(answer, "error")).as("RFC 8693 §2.2.2 " + why).isEqualTo("invalid_request");
    }

    @Test
    void a_subject_token_that_is_bound_needs_its_key_and_the_new_one_is_bound_too() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        ECKey other = new ECKeyGenerator(Curve.P_256).generate();
        String bound = token("cnf", "{\"jkt\":\"" + key.computeThumbprint() + "\"}");
        Response wrong =
                ask("orders", Map.of("subject_token", bound), Proofs.proof(door, other, PUBLIC + "/oauth2/token"));
        assertThat(field(wrong, "error")).as("RFC 9449 §6").isEqualTo("invalid_request");
        Response right =
                ask("orders", Map.of("subject_token", bound), Proofs.proof(door, key, PUBLIC + "/oauth2/token"));
        assertThat(field(right, "token_type")).isEqualTo("DPoP");
        assertThat(said(right).getJSONObjectClaim("cnf"))
                .containsEntry("jkt", key.computeThumbprint().toString());
    }

    @Test
    void nobody_but_the_client_itself_can_be_named_as_the_one_who_acts() {
        for (String actor : List.of(own("stranger"), token(), "nonsense")) {
            Response answer = exchange(
                    "orders", Map.of("subject_token", token(), "actor_token", actor, "actor_token_type", ACCESS));
            assertThat(field(answer, "error")).as("T48").isEqualTo("invalid_request");
        }
    }

    @Test
    void T47_exchange_is_closed_to_whom_the_operator_did_not_open_it() {
        assertThat(field(exchange("closed", Map.of("subject_token", token())), "error"))
                .isEqualTo("unauthorized_client");
        assertThat(field(exchange("stranger", Map.of("subject_token", token())), "error"))
                .as("a token that is not its business")
                .isEqualTo("invalid_request");
        Response open = door.ask(Request.of("POST", "/oauth2/token")
                .form("client_id=page&subject_token_type=" + ACCESS + "&subject_token=" + token() + "&grant_type="
                        + GrantType.TOKEN_EXCHANGE.wireName()));
        assertThat(field(open, "error")).isEqualTo("unauthorized_client");
    }

    @Test
    void T19_a_person_who_was_disabled_is_not_acted_for() {
        String token = token();
        door.disable(ADA);
        assertThat(field(exchange("orders", Map.of("subject_token", token)), "error"))
                .isEqualTo("invalid_request");
    }

    @Test
    void a_clients_own_token_is_exchanged_within_what_it_is_for() throws Exception {
        String own = own("stranger");
        Response narrow = exchange("stranger", Map.of("subject_token", own, "scope", "read"));
        assertThat(said(narrow).getSubject()).isEqualTo("stranger");
        door.pass(Duration.ofMinutes(5));
        assertThat(field(exchange("stranger", Map.of("subject_token", own)), "error"))
                .as("not even within the leeway")
                .isEqualTo("invalid_request");
    }

    @Test
    void a_service_cannot_end_the_grant_that_another_client_got() {
        var family = new RefreshFamily(
                new FamilyId(java.util.UUID.randomUUID()),
                session.id(),
                session.person(),
                new ClientId("app"),
                Scope.of("read"),
                1,
                Digest.of("member"),
                door.now(),
                door.now(),
                session.expires(),
                Optional.empty(),
                GrantTerms.NONE);
        door.stores.refresh().add(family);
        Response answer = exchange("orders", Map.of("subject_token", token("grant_id", "\"" + family.id() + "\"")));
        Response revoked = door.ask(Request.of("POST", "/oauth2/revoke")
                .header("authorization", basic("orders", "secret"))
                .form("token=" + field(answer, "access_token")));
        assertThat(field(revoked, "error")).as("RFC 7009 §2.2.1").isEqualTo("unsupported_token_type");
        assertThat(door.stores.refresh().byId(family.id()).orElseThrow().revoked())
                .isEmpty();
        door.stores.refresh().revoke(family.id(), door.now());
        assertThat(field(
                        exchange("orders", Map.of("subject_token", token("grant_id", "\"" + family.id() + "\""))),
                        "error"))
                .as("T30")
                .isEqualTo("invalid_request");
    }

    @Test
    void the_metadata_says_so() {
        assertThat(text(door.ask(Request.of("GET", "/.well-known/oauth-authorization-server"))))
                .as("RFC 8693 §2.1, RFC 8414 §2")
                .contains(GrantType.TOKEN_EXCHANGE.wireName());
    }
}
