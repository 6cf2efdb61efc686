package dev.sallyport.auth.jose;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.token.Claims;
import dev.sallyport.kit.token.ForeignJwt;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What others whom the operator believes say of a piece of software, in a JWT that they signed (RFC 7591 §2.3). */
public final class SoftwareStatements {
    private static final String MEMBER = "software_statement";
    private static final Set<String> TYPES = Set.of("", "jwt", "software-statement+jwt");

    /** What speaks of the statement and not of the software. */
    private static final Set<String> ABOUT_ITSELF = Set.of("iss", "sub", "aud", "exp", "nbf", "iat", "jti", MEMBER);

    private static final Set<Algorithm> ALGORITHMS =
            Set.of(Algorithm.ES256, Algorithm.PS256, Algorithm.RS256, Algorithm.EDDSA, Algorithm.ML_DSA_65);

    private final String audience;
    private final Map<String, ClientKeySource> issuers;
    private final ClientKeys keys;
    private final InstantSource clock;

    /**
     * @param audience who we are
     * @param issuers whose statements are believed, each with its keys
     */
    public SoftwareStatements(
            String audience, Map<String, ClientKeySource> issuers, ClientKeys keys, InstantSource clock) {
        this.audience = audience;
        this.issuers = Map.copyOf(issuers);
        this.keys = keys;
        this.clock = clock;
    }

    /** What came of putting a statement's claims into the metadata that it came with. */
    public sealed interface Applied {
        /** @param statement as it was sent; absent where there was none */
        record Whole(JsonNode metadata, Optional<String> statement) implements Applied {}

        /** The answer is {@code invalid_software_statement}. */
        record Invalid(String why) implements Applied {}

        /** The answer is {@code unapproved_software_statement}. */
        record Unapproved(String why) implements Applied {}
    }

    /**
     * The metadata with the statement's claims in the place of its own.
     *
     * @param needed whether there must be one
     */
    @Spec("RFC 7591 §2.3")
    public Applied applied(JsonNode metadata, boolean needed) {
        JsonNode member = metadata.path(MEMBER);
        if (!metadata.hasNonNull(MEMBER)) {
            return needed
                    ? new Applied.Unapproved("registration here needs a software_statement")
                    : new Applied.Whole(metadata, Optional.empty());
        }
        Optional<ForeignJwt> jwt = member.isString() ? ForeignJwt.read(member.asString()) : Optional.empty();
        Optional<String> issuer =
                jwt.flatMap(statement -> statement.unverified().text("iss"));
        if (issuer.isEmpty() || !TYPES.contains(jwt.get().type())) {
            return new Applied.Invalid("software_statement is no signed JWT with an issuer");
        }
        if (!issuers.containsKey(issuer.get())) {
            return new Applied.Unapproved("the issuer of the software_statement is not one that is believed here");
        }
        return jwt.get()
                .algorithm()
                .filter(ALGORITHMS::contains)
                .flatMap(algorithm -> keys.verified(jwt.get(), algorithm, issuers.get(issuer.get())))
                .map(claims -> whole(metadata, claims, member.asString()))
                .orElseGet(() -> new Applied.Invalid("no key of its issuer signed the software_statement"));
    }

    private Applied whole(JsonNode metadata, Claims claims, String statement) {
        if (!isTimely(claims)) {
            return new Applied.Invalid("the software_statement has expired, is not valid yet, or has a broken time");
        }
        if (claims.has("aud") && !claims.audience().contains(audience)) {
            return new Applied.Invalid("the software_statement is for another server");
        }
        ObjectNode whole = ((ObjectNode) metadata).deepCopy();
        claims.names().stream()
                .filter(name -> !ABOUT_ITSELF.contains(name))
                .forEach(name -> whole.set(name, claims.value(name)));
        return new Applied.Whole(whole, Optional.of(statement));
    }

    private boolean isTimely(Claims claims) {
        Instant now = clock.instant();
        return !claims.hasBadTime("exp")
                && !claims.hasBadTime("nbf")
                && claims.time("exp")
                        .filter(exp -> !now.isBefore(exp.plus(ForeignJwt.LEEWAY)))
                        .isEmpty()
                && claims.time("nbf")
                        .filter(now.plus(ForeignJwt.LEEWAY)::isBefore)
                        .isEmpty();
    }
}
