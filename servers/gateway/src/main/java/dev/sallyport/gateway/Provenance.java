package dev.sallyport.gateway;

import dev.sallyport.kit.http.Decorator;
import dev.sallyport.kit.http.Handler;

/**
 * Settles where a request came from before anybody else looks: trusted proxies are believed, then every header that claims
 * an origin or an identity is gone. Stands outermost wherever requests arrive, also before a server that runs alone behind
 * the gateway of another process.
 */
public record Provenance(TrustedProxies proxies) implements Decorator {
    @Override
    public Handler around(Handler inner) {
        return request -> {
            var believed = proxies.believed(request);
            return inner.handle(believed.with(HeaderHygiene.cleaned(believed.headers())));
        };
    }
}
