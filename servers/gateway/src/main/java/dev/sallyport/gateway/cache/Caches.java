package dev.sallyport.gateway.cache;

import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The caches of all routes: what one route changes, another may have kept. */
public final class Caches {
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final List<ResponseCache> all = new CopyOnWriteArrayList<>();

    public Caches(InstantSource clock, MeterRegistry meters) {
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * One more.
     *
     * @param route what it is counted by
     * @param most bytes of all its answers together
     * @param mostOfOne bytes of one body
     */
    public ResponseCache open(String route, long most, int mostOfOne) {
        var cache = new ResponseCache(new Stock(most, mostOfOne, clock, new Tally(route, meters)));
        all.add(cache);
        return cache;
    }

    /** The response to a request that may change something; where it did, nothing older is given from now on (RFC 9111 §4.4). */
    public Response minded(Request request, Response response) {
        if (all.isEmpty() || request.isSafe()) {
            return response;
        }
        return response.whenAnswered(status -> {
            if (status >= 200 && status < 400) {
                for (ResponseCache cache : all) {
                    Key.all(request).forEach(cache::invalidate);
                }
            }
        });
    }
}
