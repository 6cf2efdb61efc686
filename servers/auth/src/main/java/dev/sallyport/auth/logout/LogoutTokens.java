package dev.sallyport.auth.logout;

import dev.sallyport.auth.jose.Envelopes;
import dev.sallyport.auth.oauth.PersonClaims;
import dev.sallyport.auth.token.KeyRing;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.session.LogoutNotice;
import dev.sallyport.kit.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes logout tokens: signed, and where it asked for that encrypted, as the client's ID tokens are. */
public final class LogoutTokens {
    /** How long a token holds; the next try makes a new one. */
    static final Duration LIFE = Duration.ofMinutes(2);

    private static final Map<String, Object> EVENTS =
            Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of());

    private final String issuer;
    private final KeyRing keys;
    private final PersonClaims claims;
    private final Envelopes envelopes;
    private final InstantSource clock;
    private final RandomSource random;

    public LogoutTokens(
            String issuer,
            KeyRing keys,
            PersonClaims claims,
            Envelopes envelopes,
            InstantSource clock,
            RandomSource random) {
        this.issuer = issuer;
        this.keys = keys;
        this.claims = claims;
        this.envelopes = envelopes;
        this.clock = clock;
        this.random = random;
    }

    @Spec("OpenID Connect Back-Channel Logout §2.4")
    Envelopes.Enveloped token(Client client, LogoutNotice notice) {
        Instant now = clock.instant();
        var all = new LinkedHashMap<String, Object>();
        all.put("iss", issuer);
        all.put("aud", client.id().value());
        all.put("iat", now.getEpochSecond());
        all.put("exp", now.plus(LIFE).getEpochSecond());
        all.put("jti", random.token());
        all.put("sub", claims.subject(notice.person(), client));
        all.put("sid", notice.sid().toString());
        all.put("events", EVENTS);
        var algorithm = client.metadata().idTokenAlgorithm().orElse(keys.usual());
        String signed = keys.sign(algorithm, "logout+jwt", Json.text(all));
        return envelopes.of(signed, client, client.metadata().idTokenEncryption());
    }
}
