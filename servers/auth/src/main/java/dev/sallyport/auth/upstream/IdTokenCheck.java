package dev.sallyport.auth.upstream;

import dev.sallyport.auth.jose.ClientKeySource;
import dev.sallyport.auth.jose.ClientKeys;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.identity.Introduction;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.token.Claims;
import dev.sallyport.kit.token.ForeignJwt;
import dev.sallyport.kit.token.TokenHash;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Verifies the ID token of another provider: signed by it, for us, for this journey, and now. */
final class IdTokenCheck {
    /** Neither an access token nor a logout token is an ID token (RFC 8725 §3.11). */
    private static final Set<String> TYPES = Set.of("", "jwt");

    /** How long ago the token may have been issued: it comes straight from the provider. */
    private static final Duration OLDEST = Duration.ofMinutes(10);

    private final ClientKeys keys;
    private final InstantSource clock;

    IdTokenCheck(ClientKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** Whether it holds. */
    sealed interface Verdict {
        record Holds(Claims claims) implements Verdict {}

        /** @param reason a constant */
        record Fails(String reason) implements Verdict {}
    }

    /**
     * @param issuer as it is configured
     * @param access the access token that came with it
     */
    @Spec("OpenID Connect Core §3.1.3.7")
    Verdict verify(
            String token, String access, String issuer, String clientId, Discovery.Found provider, Journey journey) {
        Optional<ForeignJwt> jwt = ForeignJwt.read(token).filter(read -> TYPES.contains(read.type()));
        if (jwt.isEmpty()) {
            return new Verdict.Fails("the ID token is no signed JWT of its type");
        }
        Optional<Algorithm> algorithm = jwt.get().algorithm().filter(provider.algorithms()::contains);
        if (algorithm.isEmpty()) {
            return new Verdict.Fails("the ID token is signed by an algorithm that is not the provider's");
        }
        return keys.verified(jwt.get(), algorithm.get(), ClientKeySource.at(provider.keys()))
                .map(claims -> judge(claims, algorithm.get(), access, issuer, clientId, journey))
                .orElseGet(() -> new Verdict.Fails("no key of the provider signed the ID token"));
    }

    private Verdict judge(
            Claims claims, Algorithm algorithm, String access, String issuer, String clientId, Journey journey) {
        if (!claims.text("iss").equals(Optional.of(issuer))) {
            return new Verdict.Fails("the ID token is of another issuer");
        }
        if (!isForUs(claims, clientId)) {
            return new Verdict.Fails("the ID token is not for us");
        }
        if (!claims.text("nonce").equals(Optional.of(journey.nonce()))) {
            return new Verdict.Fails("the ID token belongs to another journey");
        }
        if (!isTimely(claims)) {
            return new Verdict.Fails("the ID token has expired, is not valid yet, or was not issued just now");
        }
        if (claims.has("at_hash") && !claims.text("at_hash").equals(Optional.of(TokenHash.of(algorithm, access)))) {
            return new Verdict.Fails("the ID token belongs to another access token");
        }
        if (journey.anew() && !isAnew(claims, journey)) {
            return new Verdict.Fails("the person did not prove anew who they are");
        }
        return claims.text("sub").filter(Introduction::isSubject).isPresent()
                ? new Verdict.Holds(claims)
                : new Verdict.Fails("the ID token is about nobody");
    }

    private static boolean isForUs(Claims claims, String clientId) {
        List<String> audience = claims.audience();
        boolean party = claims.has("azp") ? claims.text("azp").equals(Optional.of(clientId)) : audience.size() == 1;
        return audience.contains(clientId) && party;
    }

    private boolean isTimely(Claims claims) {
        Instant now = clock.instant();
        Instant soon = now.plus(ForeignJwt.LEEWAY);
        return claims.time("exp")
                        .filter(exp -> now.isBefore(exp.plus(ForeignJwt.LEEWAY)))
                        .isPresent()
                && claims.time("iat")
                        .filter(iat -> !iat.isAfter(soon) && iat.plus(OLDEST).isAfter(now))
                        .isPresent()
                && !claims.hasBadTime("nbf")
                && claims.time("nbf").filter(soon::isBefore).isEmpty();
    }

    @Spec("OpenID Connect Core §3.1.2.1")
    private static boolean isAnew(Claims claims, Journey journey) {
        return claims.time("auth_time")
                .filter(time -> !time.plus(ForeignJwt.LEEWAY).isBefore(journey.begun()))
                .isPresent();
    }
}
