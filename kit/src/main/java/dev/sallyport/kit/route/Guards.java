package dev.sallyport.kit.route;

import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.token.TokenVerifier;
import java.net.URI;

/** Opens locks: one exhaustive switch over {@link Access}, and the only maker of proofs (STYLE 2, 3). */
public final class Guards {
    /** @param publicUrl whose origin is our own */
    public Guards(URI publicUrl, TokenVerifier tokens, BrowserGate browser, ClientGate clients) {}

    /** The route's handler behind its lock. */
    public Handler lock(Route route) {
        return request -> dev.sallyport.kit.http.Response.of(500);
    }
}
