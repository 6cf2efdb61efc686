package dev.sallyport.auth;

import static dev.sallyport.auth.TestBrowser.answer;
import static dev.sallyport.auth.TestBrowser.page;
import static dev.sallyport.auth.TestBrowser.usual;
import static dev.sallyport.auth.TestDoor.PASSWORD;
import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.json;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The authorization code grant from the first page to the last token (RFC 6749 §4.1, RFC 7636, OpenID Connect Core §3.1). */
class CodeFlowTest extends CodeFlow {
    @Test
    void a_person_signs_in_consents_and_the_client_gets_tokens_that_verify() throws Exception {
        Response back = allowed(usual("spa"));
        assertThat(back.status()).as("OpenID Connect Core §3.1.2.5").isEqualTo(303);
        assertThat(back.headers().first("location").orElseThrow()).startsWith("https://app.example.org/callback?code=");
        assertThat(answer(back).first("state")).contains("xyz");
        assertThat(answer(back).first("iss")).as("RFC 9207 §2").contains("https://id.example.org");
        Response tokens = redeem("spa", answer(back).first("code").orElseThrow(), Map.of());
        assertThat(tokens.status()).as(text(tokens)).isEqualTo(200);
        assertThat(tokens.headers().first("cache-control")).contains("no-store");
        assertThat(field(tokens, "token_type")).as("RFC 6749 §5.1").isEqualTo("Bearer");
        assertThat(field(tokens, "scope")).isEqualTo("openid profile");
        var id = SignedJWT.parse(field(tokens, "id_token"));
        var keys = JWKSet.parse(text(door.ask(Request.of("GET", "/.well-known/jwks.json"))));
        assertThat(id.verify(new ECDSAVerifier(
                        keys.getKeyByKeyId(id.getHeader().getKeyID()).toECKey())))
                .isTrue();
        assertThat(id.getJWTClaimsSet().getAudience())
                .as("OpenID Connect Core §2")
                .containsExactly("spa");
        assertThat(id.getJWTClaimsSet().getStringClaim("nonce")).isEqualTo("n-0S6_WzA2Mj");
        assertThat(id.getJWTClaimsSet().getSubject()).isEqualTo(door.idOf(ADA).toString());
        assertThat(id.getJWTClaimsSet().getClaims()).containsKeys("auth_time", "sid", "acr", "amr");
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest(field(tokens, "access_token").getBytes(StandardCharsets.US_ASCII));
        assertThat(id.getJWTClaimsSet().getStringClaim("at_hash"))
                .as("OpenID Connect Core §3.1.3.6: the left half of the digest")
                .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16)));
        Response userinfo = door.ask(Request.of("GET", "/oauth2/userinfo")
                .header("authorization", "Bearer " + field(tokens, "access_token")));
        assertThat(field(userinfo, "sub"))
                .as("OpenID Connect Core §5.3")
                .isEqualTo(door.idOf(ADA).toString());
        assertThat(field(userinfo, "name")).as("OpenID Connect Core §5.4").isEqualTo("Ada");
        assertThat(json(userinfo).has("email")).as("email was not asked for").isFalse();
    }

    @Test
    void consent_is_remembered_and_a_living_session_signs_on() {
        allowed(usual("spa"));
        Response second = browser.authorize(usual("spa"));
        assertThat(answer(second).first("code")).isPresent();
        var more = usual("spa");
        more.put("scope", "openid profile orders");
        assertThat(page(browser.authorize(more))).as("more than was allowed").isEqualTo("allow");
    }

    @Test
    void a_person_may_deny() {
        Response consent = browser.signIn(browser.authorize(usual("spa")), ADA, PASSWORD);
        Response back = browser.post(consent, Map.of("decision", "deny"));
        assertThat(answer(back).first("error")).contains("access_denied");
        assertThat(answer(back).first("state")).contains("xyz");
    }

    @Test
    void a_refresh_token_turns_keeps_the_grant_and_may_be_narrowed() {
        Response tokens = redeem("spa", code(), Map.of());
        Response turned =
                token("spa", Map.of("grant_type", "refresh_token", "refresh_token", field(tokens, "refresh_token")));
        assertThat(turned.status()).as(text(turned)).isEqualTo(200);
        assertThat(field(turned, "refresh_token")).isNotEqualTo(field(tokens, "refresh_token"));
        assertThat(field(turned, "id_token")).isNotEmpty();
        Response narrow = token(
                "spa",
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        field(turned, "refresh_token"),
                        "scope",
                        "openid"));
        assertThat(field(narrow, "scope")).isEqualTo("openid");
        Response wide = token(
                "spa",
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        field(narrow, "refresh_token"),
                        "scope",
                        "openid orders"));
        assertThat(field(wide, "error")).isEqualTo("invalid_scope");
        Response foreign =
                token("shop", Map.of("grant_type", "refresh_token", "refresh_token", field(narrow, "refresh_token")));
        assertThat(field(foreign, "error")).isEqualTo("invalid_grant");
    }

    @Test
    void T18_a_stolen_refresh_token_ends_its_family_and_not_the_session_of_the_browser() {
        Response tokens = redeem("spa", code(), Map.of());
        var turn = Map.of("grant_type", "refresh_token", "refresh_token", field(tokens, "refresh_token"));
        Response turned = token("spa", turn);
        door.pass(Duration.ofSeconds(11));
        assertThat(field(token("spa", turn), "error")).isEqualTo("invalid_grant");
        assertThat(field(
                        token(
                                "spa",
                                Map.of("grant_type", "refresh_token", "refresh_token", field(turned, "refresh_token"))),
                        "error"))
                .isEqualTo("invalid_grant");
        assertThat(answer(browser.authorize(usual("spa"))).first("code"))
                .as("still signed on")
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 7636 §4.6 another verifier         | code_verifier | dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXX | invalid_grant
            RFC 7636 §4.5 no verifier (T12)        | code_verifier | ''                                          | invalid_request
            RFC 6749 §4.1.3 another redirect URI   | redirect_uri  | https://app.example.org/other               | invalid_grant
            RFC 6749 §4.1.3 no code                | code          | ''                                          | invalid_request
            RFC 6749 §5.2 an unknown code          | code          | nonsense                                    | invalid_grant
            RFC 8707 §2 a resource not granted     | resource      | https://api.example.org                     | invalid_target
            RFC 6749 §5.2 an unknown grant type    | grant_type    | password                                    | unsupported_grant_type
            RFC 6749 §3.2 no grant type            | grant_type    | ''                                          | invalid_request
            """)
    void a_wrong_parameter_at_the_token_endpoint(String clause, String name, String value, String error) {
        Response answer = redeem("spa", code(), Map.of(name, value));
        assertThat(answer.status()).as(clause).isEqualTo(400);
        assertThat(field(answer, "error")).as(clause).isEqualTo(error);
    }

    @Test
    void T13_of_a_hundred_callers_with_one_code_one_gets_tokens_and_then_they_are_revoked() throws Exception {
        String code = code();
        var tokens = new ArrayList<Response>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = callers.invokeAll(IntStream.range(0, 100)
                    .<Callable<Response>>mapToObj(i -> () -> redeem("spa", code, Map.of()))
                    .toList());
            for (var answer : answers) {
                if (answer.get().status() == 200) {
                    tokens.add(answer.get());
                }
            }
        }
        assertThat(tokens)
                .as("a replay may come before the winner has its family")
                .hasSizeLessThanOrEqualTo(1);
        for (Response won : tokens) {
            Response turned =
                    token("spa", Map.of("grant_type", "refresh_token", "refresh_token", field(won, "refresh_token")));
            assertThat(field(turned, "error")).as("RFC 6749 §4.1.2").isEqualTo("invalid_grant");
        }
    }

    @Test
    void a_code_used_twice_takes_its_tokens_back() {
        String code = code();
        Response tokens = redeem("spa", code, Map.of());
        assertThat(field(redeem("spa", code, Map.of()), "error")).isEqualTo("invalid_grant");
        assertThat(field(
                        token(
                                "spa",
                                Map.of("grant_type", "refresh_token", "refresh_token", field(tokens, "refresh_token"))),
                        "error"))
                .isEqualTo("invalid_grant");
        Response userinfo = door.ask(Request.of("GET", "/oauth2/userinfo")
                .header("authorization", "Bearer " + field(tokens, "access_token")));
        assertThat(userinfo.status()).isEqualTo(401);
    }

    @Test
    void a_code_lives_a_minute_and_is_of_one_client() {
        String late = code();
        door.pass(Duration.ofSeconds(61));
        assertThat(field(redeem("spa", late, Map.of()), "error")).isEqualTo("invalid_grant");
        Response again = browser.authorize(usual("spa"));
        String code = answer(again).first("code").orElseThrow();
        assertThat(field(redeem("shop", code, Map.of()), "error")).isEqualTo("invalid_grant");
    }

    @Test
    void offline_access_outlives_the_sign_out_and_other_tokens_do_not() {
        Response here = redeem("spa", code(), Map.of());
        var away = usual("spa");
        away.put("scope", "openid offline_access");
        Response consent = browser.authorize(away);
        assertThat(page(consent)).as("asked every time").isEqualTo("allow");
        Response offline = redeem(
                "spa",
                answer(browser.post(consent, Map.of("decision", "allow")))
                        .first("code")
                        .orElseThrow(),
                Map.of());
        Response signOut = browser.get("/oauth2/logout?id_token_hint=" + field(here, "id_token"));
        assertThat(page(signOut)).as("OpenID Connect RP-Initiated Logout §2").isEqualTo("sign-out");
        assertThat(page(browser.post(signOut, Map.of()))).isEqualTo("signed-out");
        assertThat(field(
                        token(
                                "spa",
                                Map.of("grant_type", "refresh_token", "refresh_token", field(here, "refresh_token"))),
                        "error"))
                .isEqualTo("invalid_grant");
        assertThat(token("spa", Map.of("grant_type", "refresh_token", "refresh_token", field(offline, "refresh_token")))
                        .status())
                .isEqualTo(200);
        assertThat(page(browser.authorize(usual("spa")))).isEqualTo("sign-in");
    }

    @Test
    void T47_a_third_partys_token_manages_no_account() {
        String access = field(redeem("spa", code(), Map.of()), "access_token");
        for (String call : List.of(
                "GET /v1/auth/me", "GET /v1/auth/sessions", "DELETE /v1/auth/sessions", "GET /v1/admin/people")) {
            String[] parts = call.split(" ");
            Response answer = door.ask(Request.of(parts[0], parts[1]).header("authorization", "Bearer " + access));
            assertThat(answer.status()).as(call).isEqualTo(403);
        }
    }
}
