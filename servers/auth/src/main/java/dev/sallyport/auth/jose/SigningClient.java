package dev.sallyport.auth.jose;

import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.token.Algorithm;
import java.util.Set;

/**
 * A client that signs, as its signatures are judged.
 *
 * @param algorithms the ones pinned for it; no other is taken from it (T28)
 * @param fapi whether it is held to FAPI 2.0
 */
public record SigningClient(ClientId id, Set<Algorithm> algorithms, ClientKeySource keys, boolean fapi) {
    public SigningClient {
        algorithms = Set.copyOf(algorithms);
    }
}
