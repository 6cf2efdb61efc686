package dev.sallyport.kit.route;

import dev.sallyport.domain.client.Client;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;

/** How {@link Guards} learns which client asks; the auth server supplies it. */
@FunctionalInterface
public interface ClientGate {
    Answer authenticate(Request request);

    /** Who it is, or why not. */
    sealed interface Answer {
        record Known(Client client) implements Answer {}

        record Refused(Problem problem) implements Answer {}
    }
}
