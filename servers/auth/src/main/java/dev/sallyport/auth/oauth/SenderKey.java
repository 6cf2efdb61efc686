package dev.sallyport.auth.oauth;

import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.token.Confirmation;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.util.Optional;

/** Which key a client proves to hold beside its credentials, so that its tokens can be bound to it. */
@FunctionalInterface
interface SenderKey {
    Shown of(Request request, Client client);

    /** What was shown. */
    sealed interface Shown {
        /** @param key absent where the client showed none and need not */
        record Key(Optional<Confirmation> key) implements Shown {}

        record Refused(Response answer) implements Shown {}
    }
}
