package dev.sallyport.gateway;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Decorator;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Headers;
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

    private static final Headers ALWAYS =
            Headers.of("x-content-type-options", "nosniff", "permissions-policy", PERMISSIONS);

    /** Where an answer does not say otherwise. */
    private static final Headers OFTEN = Headers.of(
            "referrer-policy",
            "no-referrer",
            "cross-origin-opener-policy",
            "same-origin",
            "cross-origin-resource-policy",
            "same-origin");

    /** The same for the house's own answers. */
    private static final Headers OWN = OFTEN.set("content-security-policy", NOTHING, "cache-control", "no-store");

    @Override
    public Handler around(Handler inner) {
        return request -> dressed(inner.handle(request), request.secure() ? strictTransport : Optional.empty());
    }

    /** The answer with everything it lacks. */
    @Spec("RFC 6797 §7.1")
    static Response dressed(Response response, Optional<Duration> strictTransport) {
        // What was kept of an origin's answers is an origin's answer.
        boolean ofAnOrigin = response.body() instanceof ResponseBody.Forward
                || response.headers().has("cache-status");
        Response whole = response.with(response.headers().set(ALWAYS).orElse(ofAnOrigin ? OFTEN : OWN));
        return strictTransport
                .map(time -> whole.header("strict-transport-security", "max-age=" + time.toSeconds()))
                .orElse(whole);
    }
}
