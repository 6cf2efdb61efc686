package dev.sallyport.kit.route;

import dev.sallyport.domain.client.Client;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;

/** How {@link Guards} learns which client asks; the auth server supplies it. */
@FunctionalInterface
public interface ClientGate {
    Answer authenticate(Request request);

    /** Who it is, or why not. */
    sealed interface Answer {
        record Known(Client client) implements Answer {}

        /** @param answer as RFC 6749 §5.2 asks, with a challenge where the client used {@code Authorization} */
        record Refused(Response answer) implements Answer {}
    }
}
