package dev.sallyport.auth.authorize;

import dev.sallyport.auth.upstream.Upstream;
import dev.sallyport.auth.upstream.Upstreams;
import dev.sallyport.kit.http.Response;
import java.util.Optional;

/** Sends a browser over to another provider for the product's own web app. */
final class Departure {
    private final Trips trips;
    private final Upstreams upstreams;

    Departure(Trips trips, Upstreams upstreams) {
        this.trips = trips;
        this.upstreams = upstreams;
    }

    /** The address there; empty where the provider is away. */
    Optional<String> to(Upstream upstream, Flow flow) {
        return trips.begin(flow, upstream.id(), false).flatMap(journey -> upstreams.begin(upstream, journey));
    }

    /** There, without telling where from and without a copy of where to. */
    static Response redirect(String address) {
        return Response.seeOther(address).header("cache-control", "no-store").header("referrer-policy", "no-referrer");
    }
}
