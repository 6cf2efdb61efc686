package dev.sallyport.auth.jose;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.token.Claims;
import dev.sallyport.kit.token.ForeignJwt;
import dev.sallyport.kit.token.SingleUse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Verifies assertions of trusted issuers that a client brings as a grant: signed for us, about somebody we know, good once. */
public final class BearerAssertions {
    /** How far ahead {@code exp} may lie. */
    static final Duration LONGEST = Duration.ofHours(1);

    /** Neither an access token nor a proof is such an assertion (RFC 8725 §3.11). */
    private static final Set<String> TYPES = Set.of("", "jwt");

    private static final int LONGEST_ID = 256;

    /** Whether an assertion holds. */
    public sealed interface Verdict {
        record Proven(String issuer, TrustedIssuer.Mapped whom) implements Verdict {}

        /** @param reason a constant */
        record Refused(String reason) implements Verdict {}
    }

    private final String audience;
    private final List<TrustedIssuer> issuers;
    private final ClientKeys keys;
    private final SingleUse assertions;
    private final InstantSource clock;

    /** @param audience our own issuer, the one audience that is taken */
    public BearerAssertions(
            String audience, List<TrustedIssuer> issuers, ClientKeys keys, SingleUse assertions, InstantSource clock) {
        this.audience = audience;
        this.issuers = List.copyOf(issuers);
        this.keys = keys;
        this.assertions = assertions;
        this.clock = clock;
    }

    @Spec("RFC 7523 §3")
    public Verdict verify(String assertion, ClientId client) {
        Optional<ForeignJwt> jwt = ForeignJwt.read(assertion);
        if (jwt.isEmpty() || !TYPES.contains(jwt.get().type())) {
            return new Verdict.Refused("the assertion is no JWT of a type for this");
        }
        Optional<TrustedIssuer> issuer = jwt.get()
                .unverified()
                .text("iss")
                .flatMap(name -> issuers.stream()
                        .filter(trusted -> trusted.issuer().equals(name))
                        .filter(trusted -> trusted.clients().contains(client))
                        .findFirst());
        if (issuer.isEmpty()) {
            return new Verdict.Refused("the issuer of the assertion is not trusted for this client");
        }
        Optional<Algorithm> algorithm =
                jwt.get().algorithm().filter(issuer.get().algorithms()::contains);
        if (algorithm.isEmpty()) {
            return new Verdict.Refused("the assertion is signed by an algorithm that is not the issuer's");
        }
        return keys.verified(jwt.get(), algorithm.get(), issuer.get().keys())
                .map(claims -> judge(claims, issuer.get()))
                .orElseGet(() -> new Verdict.Refused("no key of the issuer signed the assertion"));
    }

    private Verdict judge(Claims claims, TrustedIssuer issuer) {
        if (!claims.audience().equals(List.of(audience))) {
            return new Verdict.Refused("the assertion is not for this issuer alone");
        }
        Optional<String> id = claims.text("jti").filter(jti -> !jti.isEmpty() && jti.length() <= LONGEST_ID);
        Optional<Instant> expires = claims.time("exp");
        if (id.isEmpty() || expires.isEmpty() || claims.hasBadTime("nbf") || claims.hasBadTime("iat")) {
            return new Verdict.Refused("the assertion lacks jti or exp, or has a time that is none");
        }
        if (!isTimely(claims, expires.get())) {
            return new Verdict.Refused("the assertion has expired, is not valid yet, or is valid for too long");
        }
        Optional<TrustedIssuer.Mapped> whom = claims.text("sub").flatMap(issuer::whom);
        if (whom.isEmpty()) {
            return new Verdict.Refused("the subject of the assertion is nobody here");
        }
        // Good until the leeway has passed, so remembered until then; last of all, so that nothing is used up in vain
        // (T16).
        Instant until = expires.get().plus(ForeignJwt.LEEWAY).plusSeconds(1);
        return assertions.first(issuer.issuer() + " " + id.get(), until)
                ? new Verdict.Proven(issuer.issuer(), whom.get())
                : new Verdict.Refused("the assertion has been used before");
    }

    private boolean isTimely(Claims claims, Instant expires) {
        Instant now = clock.instant();
        Instant soon = now.plus(ForeignJwt.LEEWAY);
        return now.isBefore(expires.plus(ForeignJwt.LEEWAY))
                && !expires.isAfter(soon.plus(LONGEST))
                && claims.time("nbf").filter(soon::isBefore).isEmpty()
                && claims.time("iat").filter(soon::isBefore).isEmpty();
    }
}
