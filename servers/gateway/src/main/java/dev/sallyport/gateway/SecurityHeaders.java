package dev.sallyport.gateway;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Decorator;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.time.Duration;
import java.util.Optional;

/**
 * What every answer tells the browser, refusals included (L11).
 *
 * @param strictTransport how long browsers that came encrypted come back so, to this host only: what other hosts of the domain do
 *     is not ours to say
 */
record SecurityHeaders(Optional<Duration> strictTransport) implements Decorator {
    /** The Content-Security-Policy of what is no page. */
    static final String NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    static final String PERMISSIONS = "accelerometer=(), camera=(), display-capture=(), geolocation=(),"
            + " gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(),"
            + " publickey-credentials-create=(self), publickey-credentials-get=(self)";

    @Override
    public Handler around(Handler inner) {
        return request -> dressed(inner.handle(request), request.secure() ? strictTransport : Optional.empty());
    }

    /** The answer with everything it lacks. */
    @Spec("RFC 6797 §7.1")
    static Response dressed(Response response, Optional<Duration> strictTransport) {
        Response dressed = response.header("x-content-type-options", "nosniff")
                .header("permissions-policy", PERMISSIONS)
                .defaultHeader("referrer-policy", "no-referrer")
                .defaultHeader("cross-origin-opener-policy", "same-origin")
                .defaultHeader("cross-origin-resource-policy", "same-origin");
        // What was kept of an origin's answers is an origin's answer.
        boolean ofAnOrigin = response.body() instanceof ResponseBody.Forward
                || response.headers().has("cache-status");
        if (!ofAnOrigin) {
            dressed = dressed.defaultHeader("content-security-policy", NOTHING)
                    .defaultHeader("cache-control", "no-store");
        }
        Response whole = dressed;
        return strictTransport
                .map(time -> whole.header("strict-transport-security", "max-age=" + time.toSeconds()))
                .orElse(whole);
    }
}
