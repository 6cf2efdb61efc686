package dev.sallyport.auth;

import static dev.sallyport.auth.TestDoor.PUBLIC;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.text;
import static dev.sallyport.auth.TestRegistration.CALLBACK;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
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
import dev.sallyport.auth.register.RegistrationConfiguration;
import dev.sallyport.auth.register.RegistrationConfiguration.Clients;
import dev.sallyport.auth.register.RegistrationConfiguration.StatementIssuer;
import dev.sallyport.domain.client.ClientPolicy;
import dev.sallyport.kit.fetch.Fetched;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others whom the operator believes say of a piece of software (RFC 7591 §2.3). */
class SoftwareStatementTest {
    private static final String FEDERATION = "https://federation.example";
    private static final byte[] SHARED = new byte[32];

    @TempDir
    Path folder;

    private TestDoor door;
    private ECKey key;
    private ECKey other;

    @BeforeEach
    void open() throws JOSEException {
        key = new ECKeyGenerator(Curve.P_256).keyID("f").generate();
        other = new ECKeyGenerator(Curve.P_256).keyID("f").generate();
        door = door(Clients.OPEN);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private TestDoor door(Clients clients) {
        var usual = AuthConfiguration.defaults();
        var registration = new RegistrationConfiguration(
                clients,
                Set.of(),
                Set.of("openid", "profile"),
                List.of(),
                ClientPolicy.USUAL,
                Duration.ofDays(30),
                List.of(new StatementIssuer(
                        FEDERATION,
                        Optional.of(Json.tree(
                                new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8))),
                        Optional.empty())),
                false);
        return new TestDoor(
                folder,
                new AuthConfiguration(usual.tokens(), usual.accounts(), registration),
                (uri, oldest) -> new Fetched.Refused("no network"));
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(FEDERATION)
                .claim("client_name", "Vouched for")
                .claim("redirect_uris", List.of(CALLBACK))
                .claim("token_endpoint_auth_method", "none");
    }

    private static String signed(JWTClaimsSet claims, ECKey signer) throws JOSEException {
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("f").build(), claims);
        jwt.sign(new ECDSASigner(signer));
        return jwt.serialize();
    }

    private Response register(String statement) {
        return door.post(
                "/oauth2/register",
                "{\"client_name\":\"Own words\",\"redirect_uris\":[\"https://evil.example/\"],"
                        + "\"scope\":\"openid\",\"software_statement\":\"" + statement + "\"}");
    }

    @Test
    void its_claims_win_over_what_stands_beside_it() throws Exception {
        String statement = signed(claims().build(), key);
        Response told = register(statement);
        assertThat(told.status()).as("RFC 7591 §2.3 " + text(told)).isEqualTo(201);
        assertThat(field(told, "client_name")).isEqualTo("Vouched for");
        assertThat(json(told).path("redirect_uris").toString()).isEqualTo("[\"" + CALLBACK + "\"]");
        assertThat(field(told, "token_endpoint_auth_method")).isEqualTo("none");
        assertThat(field(told, "scope"))
                .as("what it does not say is the client's to say")
                .isEqualTo("openid");
        assertThat(field(told, "software_statement")).as("RFC 7591 §3.2.1").isEqualTo(statement);
    }

    @Test
    void T31_it_vouches_for_the_software_and_not_for_privileges() throws Exception {
        Response told = register(signed(
                claims().claim("scope", "openid roles").claim("trusted", true).build(), key));
        assertThat(field(told, "scope")).isEqualTo("openid");
        Response broken = register(
                signed(claims().claim("redirect_uris", List.of("javascript:x")).build(), key));
        assertThat(field(broken, "error")).isEqualTo("invalid_redirect_uri");
    }

    @Test
    void T28_one_that_its_issuer_did_not_sign_is_invalid() throws Exception {
        var mac = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims().build());
        mac.sign(new MACSigner(SHARED));
        for (String statement : List.of(
                signed(claims().build(), other),
                mac.serialize(),
                new PlainJWT(claims().build()).serialize(),
                signed(claims().issuer(null).build(), key),
                signed(
                        claims().expirationTime(Date.from(door.now().minusSeconds(60)))
                                .build(),
                        key),
                signed(
                        claims().notBeforeTime(Date.from(door.now().plusSeconds(60)))
                                .build(),
                        key),
                signed(claims().audience("https://other.example").build(), key),
                "x",
                "")) {
            assertThat(field(register(statement), "error"))
                    .as("RFC 7591 §3.2.2 " + statement)
                    .isEqualTo("invalid_software_statement");
        }
        assertThat(register(signed(claims().audience(PUBLIC.toString()).build(), key))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void one_of_an_issuer_that_nobody_named_is_unapproved() throws Exception {
        String statement = signed(claims().issuer("https://other.example").build(), other);
        assertThat(field(register(statement), "error"))
                .as("RFC 7591 §3.2.2")
                .isEqualTo("unapproved_software_statement");
    }

    @Test
    void where_a_statement_is_the_way_in_nobody_comes_or_changes_without_one() throws Exception {
        door.close();
        door = door(Clients.STATEMENT);
        String bare = "{\"redirect_uris\":[\"" + CALLBACK + "\"]}";
        assertThat(field(door.post("/oauth2/register", bare), "error")).isEqualTo("unapproved_software_statement");
        String statement = signed(claims().build(), key);
        Response told = register(statement);
        assertThat(told.status()).isEqualTo(201);
        String id = field(told, "client_id");
        var change = Request.of("PUT", "/oauth2/register/" + id)
                .header("authorization", "Bearer " + field(told, "registration_access_token"));
        assertThat(field(door.ask(change.json("{\"client_id\":\"" + id + "\"," + bare.substring(1))), "error"))
                .as("T31 a change leads round no statement")
                .isEqualTo("unapproved_software_statement");
        assertThat(door.ask(change.json("{\"client_id\":\"" + id + "\",\"software_statement\":\"" + statement + "\"}"))
                        .status())
                .isEqualTo(200);
    }
}
