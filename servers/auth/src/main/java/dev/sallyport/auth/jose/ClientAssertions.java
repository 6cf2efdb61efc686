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

/** Verifies {@code private_key_jwt}: a client proves who it is by a JWT that it signed for us, good once. */
public final class ClientAssertions {
    /** The value of {@code client_assertion_type}. */
    public static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** How far ahead {@code exp} may lie. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    /** An ID token or a DPoP proof is no client assertion (RFC 8725 §3.11). */
    private static final Set<String> TYPES = Set.of("", "jwt", "client-authentication+jwt");

    private static final int LONGEST_ID = 256;

    /** Whether an assertion holds. */
    public sealed interface Verdict {
        record Proven(ClientId client) implements Verdict {}

        /**
         * The answer is {@code invalid_client}.
         *
         * @param reason a constant for the operator's log
         */
        record Refused(String reason) implements Verdict {}
    }

    private final String issuer;
    private final Set<String> endpoints;
    private final ClientKeys keys;
    private final SingleUse assertions;
    private final InstantSource clock;

    /** @param endpoints whose addresses may stand for the issuer's as the audience, for clients not held to FAPI 2.0 */
    public ClientAssertions(
            String issuer, Set<String> endpoints, ClientKeys keys, SingleUse assertions, InstantSource clock) {
        this.issuer = issuer;
        this.endpoints = Set.copyOf(endpoints);
        this.keys = keys;
        this.assertions = assertions;
        this.clock = clock;
    }

    /** Whose assertion it says it is, for looking the client up; proven by nothing yet. */
    public static Optional<ClientId> named(String assertion) {
        try {
            return ForeignJwt.read(assertion)
                    .flatMap(jwt -> jwt.unverified().text("sub"))
                    .map(ClientId::new);
        } catch (IllegalArgumentException noClientId) {
            return Optional.empty();
        }
    }

    @Spec("RFC 7523 §3")
    @Spec("OpenID Core §9")
    public Verdict verify(String assertion, SigningClient client) {
        Optional<ForeignJwt> jwt = ForeignJwt.read(assertion);
        if (jwt.isEmpty() || !TYPES.contains(jwt.get().type())) {
            return new Verdict.Refused("the assertion is no JWT of a type for this");
        }
        Optional<Algorithm> algorithm = jwt.get().algorithm().filter(client.algorithms()::contains);
        if (algorithm.isEmpty()) {
            return new Verdict.Refused("the assertion is signed by an algorithm that is not the client's");
        }
        return keys.verified(jwt.get(), algorithm.get(), client.keys())
                .map(claims -> judge(claims, client))
                .orElseGet(() -> new Verdict.Refused("no key of the client signed the assertion"));
    }

    private Verdict judge(Claims claims, SigningClient client) {
        Optional<String> named = Optional.of(client.id().value());
        if (!claims.text("iss").equals(named) || !claims.text("sub").equals(named)) {
            return new Verdict.Refused("iss and sub are not both the client");
        }
        if (!isForUs(claims, client)) {
            return new Verdict.Refused("the assertion is for another audience");
        }
        Optional<String> id = claims.text("jti").filter(jti -> !jti.isEmpty() && jti.length() <= LONGEST_ID);
        Optional<Instant> expires = claims.time("exp");
        if (id.isEmpty() || expires.isEmpty() || claims.hasBadTime("nbf") || claims.hasBadTime("iat")) {
            return new Verdict.Refused("the assertion lacks jti or exp, or has a time that is none");
        }
        if (!isTimely(claims, expires.get())) {
            return new Verdict.Refused("the assertion has expired, is not valid yet, or is valid for too long");
        }
        // It is good until the leeway has passed, so it is remembered until then.
        Instant until = expires.get().plus(ForeignJwt.LEEWAY).plusSeconds(1);
        return assertions.first(client.id().value() + " " + id.get(), until)
                ? new Verdict.Proven(client.id())
                : new Verdict.Refused("the assertion has been used before");
    }

    /**
     * Exactly one audience: in an array of several, another server that the client trusts could have had its own name put
     * beside ours, and use here what was signed for there.
     */
    @Spec("FAPI 2.0 §5.3.2.1")
    private boolean isForUs(Claims claims, SigningClient client) {
        if (client.fapi()) {
            return claims.hasPlainAudience() && claims.audience().equals(List.of(issuer));
        }
        List<String> audience = claims.audience();
        return audience.size() == 1 && (audience.contains(issuer) || endpoints.contains(audience.getFirst()));
    }

    private boolean isTimely(Claims claims, Instant expires) {
        Instant now = clock.instant();
        Instant soon = now.plus(ForeignJwt.LEEWAY);
        boolean alive = now.isBefore(expires.plus(ForeignJwt.LEEWAY));
        boolean shortLived = !expires.isAfter(soon.plus(LONGEST));
        boolean begun = claims.time("nbf").filter(soon::isBefore).isEmpty()
                && claims.time("iat").filter(soon::isBefore).isEmpty();
        boolean ordered = claims.time("iat").filter(expires::isBefore).isEmpty();
        return alive && shortLived && begun && ordered;
    }
}
