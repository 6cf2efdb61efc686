package dev.sallyport.gateway;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.person.Role;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.kit.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Says to a route's origins who asks, by a JWT that the house signs: what the access token said, for these origins alone and
 * for a minute. An origin that gives it away gives nothing away that opens another door.
 */
public final class Identities {
    /** The field that carries it. A client's own is taken off at the door (T37). */
    static final String FIELD = "sallyport-identity";

    /** Its type, so that it is never taken for an access token (RFC 8725 §3.11). */
    static final String TYPE = "sallyport-identity+jwt";

    private static final Duration LIFE = Duration.ofMinutes(1);

    /** Signs claims, as JSON, under a type, by a key that the house publishes. */
    @FunctionalInterface
    public interface Signer {
        String sign(String type, String claims);
    }

    private final Signer signer;
    private final InstantSource clock;
    private final RandomSource random;

    public Identities(Signer signer, InstantSource clock, RandomSource random) {
        this.signer = signer;
        this.clock = clock;
        this.random = random;
    }

    /** The token's person or client, to each of these origins. */
    String of(AccessToken token, List<URI> origins) {
        Instant now = clock.instant();
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", token.issuer());
        claims.put("sub", token.subject());
        claims.put("aud", origins.stream().map(URI::toString).toList());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFE).getEpochSecond());
        claims.put("jti", random.uuid(now).toString());
        claims.put("client_id", token.client().value());
        claims.put("scope", token.scope().toString());
        if (!token.roles().isEmpty()) {
            claims.put("roles", token.roles().stream().map(Role::name).toList());
        }
        token.session().ifPresent(session -> claims.put("sid", session.toString()));
        token.more().acr().ifPresent(acr -> claims.put("acr", acr));
        return signer.sign(TYPE, new String(Json.bytes(claims), StandardCharsets.UTF_8));
    }
}
