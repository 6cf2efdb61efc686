package dev.sallyport.kit.dpop;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.dpop.DpopVerdict.NonceWanted;
import dev.sallyport.kit.dpop.DpopVerdict.Proven;
import dev.sallyport.kit.dpop.DpopVerdict.Refused;
import dev.sallyport.kit.token.Claims;
import dev.sallyport.kit.token.ForeignJwk;
import dev.sallyport.kit.token.ForeignJwt;
import dev.sallyport.kit.token.Jwk;
import dev.sallyport.kit.token.SingleUse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Verifies DPoP proofs. A proof is remembered only once it has passed every other check, so nonsense fills no memory. */
public final class DpopProofs {
    /** How old a proof may be. */
    public static final Duration OLDEST = Duration.ofSeconds(60);

    private static final int LONGEST_ID = 256;

    /**
     * What is asked of a proof.
     *
     * @param algorithms all asymmetric, since no other is known here
     */
    public record Rules(Set<Algorithm> algorithms, boolean nonceRequired) {
        public Rules {
            algorithms = Set.copyOf(algorithms);
        }
    }

    private final Rules rules;
    private final DpopNonces nonces;
    private final SingleUse proofs;
    private final InstantSource clock;

    public DpopProofs(Rules rules, DpopNonces nonces, SingleUse proofs, InstantSource clock) {
        this.rules = rules;
        this.nonces = nonces;
        this.proofs = proofs;
        this.clock = clock;
    }

    /** @param headers every value of the request's {@code DPoP} field */
    @Spec("RFC 9449 §4.3")
    public DpopVerdict verify(List<String> headers, DpopUse use) {
        if (headers.size() != 1) {
            return new Refused("exactly one DPoP proof is needed");
        }
        Optional<ForeignJwt> proof = ForeignJwt.read(headers.getFirst());
        if (proof.isEmpty() || !proof.get().type().equals("dpop+jwt")) {
            return new Refused("the proof is no JWT of type dpop+jwt");
        }
        Optional<Algorithm> algorithm = proof.get().algorithm().filter(rules.algorithms()::contains);
        if (algorithm.isEmpty()) {
            return new Refused("the proof is signed by an algorithm that is not taken");
        }
        Optional<Jwk> key = ForeignJwk.read(proof.get().carriedKey(), algorithm.get());
        if (key.isEmpty()) {
            return new Refused("the proof carries no public key for its algorithm");
        }
        return proof.get()
                .signedBy(List.of(key.get()))
                .map(claims -> judge(claims, key.get().id().value(), use))
                .orElseGet(() -> new Refused("the signature does not match"));
    }

    private DpopVerdict judge(Claims claims, String thumbprint, DpopUse use) {
        Instant now = clock.instant();
        Optional<String> id = claims.text("jti").filter(jti -> !jti.isEmpty() && jti.length() <= LONGEST_ID);
        Optional<Instant> issued = claims.time("iat");
        if (id.isEmpty() || issued.isEmpty()) {
            return new Refused("the proof lacks jti or iat");
        }
        if (!claims.text("htm").equals(Optional.of(use.method()))) {
            return new Refused("the proof is for another method");
        }
        Optional<HttpUri> target = claims.text("htu").flatMap(HttpUri::of);
        if (target.isEmpty() || !target.equals(HttpUri.of(use.uri()))) {
            return new Refused("the proof is for another address");
        }
        Instant until = issued.get().plus(OLDEST).plus(ForeignJwt.LEEWAY);
        if (now.isAfter(until) || issued.get().isAfter(now.plus(ForeignJwt.LEEWAY))) {
            return new Refused("the proof is too old or from the future");
        }
        if (claims.hasBadTime("exp") || claims.hasBadTime("nbf") || isOutside(claims, now)) {
            return new Refused("the proof has run out or is not valid yet");
        }
        if (use instanceof DpopUse.WithToken shown && !isBound(claims, thumbprint, shown)) {
            return new Refused("the proof and the token do not belong together");
        }
        if (claims.has("nonce") ? claims.text("nonce").filter(nonces::isGood).isEmpty() : rules.nonceRequired()) {
            return new NonceWanted(nonces.current());
        }
        // The second of a jti in the same key's name is a replay; another key's jti is none of its business.
        return proofs.first(thumbprint + " " + id.get(), until.plusSeconds(1))
                ? new Proven(thumbprint)
                : new Refused("the proof has been used before");
    }

    private static boolean isOutside(Claims claims, Instant now) {
        return claims.time("exp")
                        .filter(exp -> now.isAfter(exp.plus(ForeignJwt.LEEWAY)))
                        .isPresent()
                || claims.time("nbf")
                        .filter(nbf -> nbf.isAfter(now.plus(ForeignJwt.LEEWAY)))
                        .isPresent();
    }

    @Spec("RFC 9449 §7")
    private static boolean isBound(Claims claims, String thumbprint, DpopUse.WithToken shown) {
        return claims.text("ath")
                        .equals(Optional.of(Digest.of(shown.accessToken()).value()))
                && thumbprint.equals(shown.thumbprint());
    }
}
