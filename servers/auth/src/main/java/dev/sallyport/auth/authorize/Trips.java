package dev.sallyport.auth.authorize;

import dev.sallyport.auth.upstream.Journey;
import dev.sallyport.domain.Digest;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.domain.token.OneTimeStore;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.token.Jwe;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * Seals a flow, with the nonce and the verifier made for it, into the {@code state} that travels to another provider and back. It
 * opens once, for the provider it was made for, and only in the browser that began the flow (T10). Nothing is stored for who
 * has not come back.
 */
final class Trips {
    private final Flows flows;
    private final Jwe jwe;
    private final OneTimeStore ended;
    private final RandomSource random;

    Trips(Flows flows, Sealer sealer, OneTimeStore ended, RandomSource random) {
        this.flows = flows;
        this.jwe = new Jwe(sealer.derive("upstream-states"), "upstream-state+jwt");
        this.ended = ended;
        this.random = random;
    }

    /** @param id fresh for each trip */
    private record Sealed(String id, Flow flow, String upstream, String nonce, String verifier, boolean anew) {
        Journey journey(String state) {
            return new Journey(state, nonce, verifier, anew, flow.beginning());
        }
    }

    /** A trip that came back. */
    record Ended(Flow flow, Journey journey) {}

    /** What to take along; empty where the request is too long to travel. */
    Optional<Journey> begin(Flow flow, String upstream, boolean anew) {
        var trip = new Sealed(random.token(), flow, upstream, random.token(), random.token(), anew);
        byte[] plain = Json.bytes(trip);
        return plain.length > Jwe.LONGEST_PAYLOAD
                ? Optional.empty()
                : Optional.of(trip.journey(jwe.seal(random.bytes(Jwe.IV), plain)));
    }

    /** Empty when the state is not ours, too old, another provider's or another browser's, or was here before. */
    Optional<Ended> end(String state, String upstream, Request request) {
        return opened(state)
                .filter(trip -> trip.upstream().equals(upstream))
                .filter(trip -> flows.isHere(trip.flow(), request))
                .filter(this::first)
                .map(trip -> new Ended(trip.flow(), trip.journey(state)));
    }

    private boolean first(Sealed trip) {
        var until = trip.flow().beginning().plus(Flows.LIFE);
        return ended.put(Purpose.FLOW, Digest.of("trip " + trip.id()), "", until);
    }

    private Optional<Sealed> opened(String state) {
        try {
            return jwe.open(state).map(plain -> Json.mapper().readValue(plain, Sealed.class));
        } catch (JacksonException notOurs) {
            return Optional.empty();
        }
    }
}
