package dev.sallyport.auth;

import static dev.sallyport.auth.TestDoor.field;
import static dev.sallyport.auth.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.ClientMetadata;
import dev.sallyport.domain.client.LogoutUris;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobHandler.Result;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.session.LogoutNotice;
import dev.sallyport.domain.session.SessionEnd;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.fetch.FetchLimits;
import dev.sallyport.kit.fetch.Fetched;
import dev.sallyport.kit.fetch.GuardedFetch;
import dev.sallyport.kit.fetch.Resolver;
import dev.sallyport.kit.fetch.Transport;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a client hears of the end of a session from the house, and what becomes of it when the client does not listen. */
class BackChannelLogoutTest extends SharedSession {
    @Test
    void a_logout_token_says_who_and_which_session_and_verifies_by_the_clients_algorithm() throws Exception {
        add(
                "rsa",
                new LogoutUris(Optional.of(BACK + "/rsa"), false, Optional.empty(), false),
                m -> new ClientMetadata(
                        m.authentication(),
                        m.jwks(),
                        m.jwksUri(),
                        m.postLogoutRedirects(),
                        m.backchannelLogout(),
                        m.frontchannelLogout(),
                        m.audiences(),
                        m.trusted(),
                        m.bound(),
                        m.pushed(),
                        Optional.of(Algorithm.RS256),
                        m.userinfoAlgorithm(),
                        true,
                        m.sector(),
                        m.idTokenEncryption(),
                        m.mutualTls(),
                        m.registrationToken(),
                        m.policy(),
                        false,
                        false,
                        Optional.empty()));
        Response shop = tokens("shop", "openid");
        Response rsa = tokens("rsa", "openid");
        signOutPage("/oauth2/logout");
        var posted = new HashMap<String, String>();
        var delivery = door.backChannel((uri, type, headers, body) -> {
            assertThat(type).isEqualTo("application/x-www-form-urlencoded");
            String form = new String(body, StandardCharsets.UTF_8);
            assertThat(form).startsWith("logout_token=");
            posted.put(uri, URLDecoder.decode(form.substring("logout_token=".length()), StandardCharsets.UTF_8));
            return new Fetched.Got(new byte[0], "", Duration.ZERO);
        });
        for (Job notice : notices()) {
            assertThat(delivery.run(notice)).isEqualTo(new Result.Done());
        }
        assertThat(posted).containsOnlyKeys(BACK, BACK + "/rsa");
        door.pass(Duration.ofSeconds(31)); // the first RSA key of this house has just been made
        var keys = JWKSet.parse(text(door.ask(Request.of("GET", "/.well-known/jwks.json"))));
        var token = SignedJWT.parse(posted.get(BACK));
        assertThat(token.verify(new ECDSAVerifier(
                        keys.getKeyByKeyId(token.getHeader().getKeyID()).toECKey())))
                .isTrue();
        assertThat(token.getHeader().getType()).isEqualTo(new JOSEObjectType("logout+jwt"));
        var claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer())
                .as("OpenID Connect Back-Channel Logout §2.4")
                .isEqualTo("https://id.example.org");
        assertThat(claims.getAudience()).containsExactly("shop");
        assertThat(claims.getSubject()).isEqualTo(door.idOf(ADA).toString());
        assertThat(claims.getStringClaim("sid")).isEqualTo(sid(shop));
        assertThat(claims.getJWTID()).isNotEmpty();
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofMinutes(2));
        assertThat(claims.getJSONObjectClaim("events"))
                .containsOnlyKeys("http://schemas.openid.net/event/backchannel-logout");
        assertThat(claims.getClaims()).doesNotContainKey("nonce");
        var other = SignedJWT.parse(posted.get(BACK + "/rsa"));
        assertThat(other.verify(new RSASSAVerifier(
                        keys.getKeyByKeyId(other.getHeader().getKeyID()).toRSAKey())))
                .isTrue();
        assertThat(other.getJWTClaimsSet().getSubject())
                .as("OpenID Connect Core §8.1: the pairwise name of its ID token")
                .isEqualTo(SignedJWT.parse(field(rsa, "id_token"))
                        .getJWTClaimsSet()
                        .getSubject())
                .isNotEqualTo(door.idOf(ADA).toString());
    }

    @Test
    void a_client_that_does_not_take_it_is_asked_again_and_given_up_after_twenty_times() throws Exception {
        tokens("shop", "openid");
        signOutPage("/oauth2/logout");
        Job notice = notices().getFirst();
        var delivery = door.backChannel(
                (uri, type, headers, body) -> new Fetched.Refused("the server answered with status 503"));
        assertThat(delivery.run(notice))
                .as("OpenID Connect Back-Channel Logout §2.5")
                .isInstanceOf(Result.Retry.class)
                .asString()
                .contains("shop", "503");
        assertThat(kinds()).doesNotContain(AuditEvent.Kind.CLIENT_NOT_TOLD);
        var last = new Job(
                notice.id(),
                notice.kind(),
                notice.key(),
                notice.payload(),
                20,
                notice.due(),
                notice.created(),
                notice.lastError());
        assertThat(delivery.run(last)).isInstanceOf(Result.Dead.class);
        assertThat(kinds()).contains(AuditEvent.Kind.CLIENT_NOT_TOLD);
    }

    private List<AuditEvent.Kind> kinds() {
        return door.stores.audit().of(door.idOf(ADA), Slice.first(100)).items().stream()
                .map(AuditEvent::kind)
                .toList();
    }

    @Test
    void a_client_that_was_removed_meanwhile_is_not_told() throws Exception {
        tokens("shop", "openid");
        signOutPage("/oauth2/logout");
        Job notice = notices().getFirst();
        door.stores.clients().remove(new ClientId("shop"));
        var delivery = door.backChannel((uri, type, headers, body) -> {
            throw new AssertionError("nobody is to be asked");
        });
        assertThat(delivery.run(notice)).isEqualTo(new Result.Done());
    }

    @Test
    void T05_a_client_whose_address_leads_into_the_houses_own_network_is_not_asked() throws Exception {
        tokens("shop", "openid");
        signOutPage("/oauth2/logout");
        Job notice = notices().getFirst();
        Transport never = (request, address, limits) -> {
            throw new AssertionError("nobody is to be asked at " + address);
        };
        Resolver inside = host -> List.of(InetAddress.ofLiteral("10.0.0.7"));
        try (var fetch = new GuardedFetch(never, inside, FetchLimits.USUAL, door::now)) {
            assertThat(door.backChannel(fetch).run(notice))
                    .isInstanceOf(Result.Retry.class)
                    .asString()
                    .contains("not public");
        }
    }

    @Test
    void the_end_of_a_session_told_twice_makes_one_notice() throws Exception {
        tokens("shop", "openid");
        signOutPage("/oauth2/logout");
        Job ended = jobs(SessionEnd.KIND).getFirst();
        door.tellClients.run(ended);
        door.tellClients.run(ended);
        assertThat(jobs(LogoutNotice.KIND)).hasSize(1);
    }
}
