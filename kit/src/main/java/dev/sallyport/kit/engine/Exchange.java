package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.Request;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One request on its way through the engine.
 *
 * @param incoming its body where that is still arriving
 * @param draining whether the connection closes after its answer, as all do then; asked when the answer goes out
 */
record Exchange(
        HttpServerRequest raw,
        Context context,
        Request request,
        Optional<IncomingBody> incoming,
        BooleanSupplier draining) {
    HttpServerResponse response() {
        return raw.response();
    }

    boolean isHead() {
        return request.method().equals("HEAD");
    }

    /** Whether bytes of the body are still to come that nobody will read. */
    boolean hasRest() {
        return incoming.isPresent() && !incoming.get().isEnded();
    }

    /** Whether the connection would become a WebSocket. */
    boolean isUpgrading() {
        return WebSocketUpgrade.isAsked(raw);
    }

    /** A connection that did not become what was asked for carries nothing else: the two ends might disagree whether it did (T40). */
    boolean closesAfter() {
        return draining.getAsBoolean() || hasRest() || isUpgrading();
    }
}
