package dev.sallyport.auth.jose;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.token.Claims;
import dev.sallyport.kit.token.ForeignJwt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads request objects: authorization requests that a client has signed, and perhaps encrypted for us. */
public final class RequestObjects {
    /** What FAPI 2.0 grants a request: to be this old, and to live this long. */
    static final Duration LONGEST = Duration.ofMinutes(60);

    private static final Set<String> TYPES = Set.of("", "jwt", "oauth-authz-req+jwt");

    /** Claims about the object itself and not parameters of the request. */
    private static final Set<String> ABOUT_ITSELF = Set.of("iss", "aud", "exp", "nbf", "iat", "jti");

    private static final String WRAPPED = "[^.]*(\\.[^.]*){4}";

    /** What reading came to. */
    public sealed interface Verdict {
        /** @param parameters strings as they are, anything else as JSON text */
        record Accepted(Map<String, String> parameters) implements Verdict {
            public Accepted {
                parameters = Map.copyOf(parameters);
            }
        }

        /**
         * The answer is {@code invalid_request_object}.
         *
         * @param reason a constant that may be told
         */
        record Refused(String reason) implements Verdict {}
    }

    private final String issuer;
    private final ClientKeys keys;
    private final EnvelopeKey envelopes;
    private final InstantSource clock;

    public RequestObjects(String issuer, ClientKeys keys, EnvelopeKey envelopes, InstantSource clock) {
        this.issuer = issuer;
        this.keys = keys;
        this.envelopes = envelopes;
        this.clock = clock;
    }

    /** Encryption proves nothing of the sender, so what was inside must be signed like anything else (T29). */
    @Spec("RFC 9101 §6")
    public Verdict read(String text, SigningClient client) {
        Optional<String> signed = text.matches(WRAPPED) ? envelopes.open(text) : Optional.of(text);
        if (signed.isEmpty()) {
            return new Verdict.Refused("the request object was not encrypted for us");
        }
        Optional<ForeignJwt> jwt = signed.flatMap(ForeignJwt::read);
        if (jwt.isEmpty() || !TYPES.contains(jwt.get().type())) {
            return new Verdict.Refused("the request object is no signed JWT of a type for this");
        }
        Optional<Algorithm> algorithm = jwt.get().algorithm().filter(client.algorithms()::contains);
        if (algorithm.isEmpty()) {
            return new Verdict.Refused("the request object is signed by an algorithm that is not the client's");
        }
        return keys.verified(jwt.get(), algorithm.get(), client.keys())
                .map(claims -> judge(claims, client))
                .orElseGet(() -> new Verdict.Refused("no key of the client signed the request object"));
    }

    @Spec("RFC 9101 §4")
    @Spec("RFC 9101 §10.8")
    private Verdict judge(Claims claims, SigningClient client) {
        Optional<String> named = Optional.of(client.id().value());
        if (!claims.text("iss").equals(named)
                || (claims.has("client_id") && !claims.text("client_id").equals(named))) {
            return new Verdict.Refused("the request object is not the client's own");
        }
        if (!claims.audience().contains(issuer)) {
            return new Verdict.Refused("the request object is for another audience");
        }
        if (claims.text("sub").equals(named)) {
            return new Verdict.Refused("the request object could be taken for a client assertion");
        }
        if (claims.has("request") || claims.has("request_uri")) {
            return new Verdict.Refused("the request object names another one");
        }
        if (!isTimely(claims, client.fapi())) {
            return new Verdict.Refused("the request object has expired, is not valid yet, or is valid for too long");
        }
        return parameters(claims);
    }

    @Spec("FAPI 2.0 Message Signing §5.3.1")
    private boolean isTimely(Claims claims, boolean fapi) {
        Instant now = clock.instant();
        Optional<Instant> expires = claims.time("exp");
        Optional<Instant> begins = claims.time("nbf");
        if (claims.hasBadTime("exp") || claims.hasBadTime("nbf") || claims.hasBadTime("iat")) {
            return false;
        }
        boolean alive = expires.filter(exp -> !now.isBefore(exp.plus(ForeignJwt.LEEWAY)))
                .isEmpty();
        boolean begun = begins.filter(now.plus(ForeignJwt.LEEWAY)::isBefore).isEmpty();
        if (!fapi) {
            return alive && begun;
        }
        return alive
                && begun
                && expires.isPresent()
                && begins.isPresent()
                && !begins.get().isBefore(now.minus(LONGEST).minus(ForeignJwt.LEEWAY))
                && !expires.get().isAfter(begins.get().plus(LONGEST));
    }

    private static Verdict parameters(Claims claims) {
        var parameters = new TreeMap<String, String>();
        for (String name : claims.names()) {
            if (claims.isNull(name)) {
                return new Verdict.Refused("the request object has a parameter without a value");
            }
            if (!ABOUT_ITSELF.contains(name)) {
                parameters.put(name, claims.parameter(name));
            }
        }
        return new Verdict.Accepted(parameters);
    }
}
