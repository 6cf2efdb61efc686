package dev.sallyport.gateway;

import dev.sallyport.kit.http.Decorator;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;

/** What every answer tells the browser, refusals included (L11). */
final class SecurityHeaders implements Decorator {
    /** The Content-Security-Policy of what is no page. */
    static final String NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private static final String PERMISSIONS = "accelerometer=(), camera=(), display-capture=(), geolocation=(),"
            + " gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(),"
            + " publickey-credentials-create=(self), publickey-credentials-get=(self)";

    /** A year, this host only: what other hosts of the domain do is not ours to say. */
    private static final String A_YEAR = "max-age=31536000";

    @Override
    public Handler around(Handler inner) {
        return request -> dressed(inner.handle(request), request.secure());
    }

    /** The answer with everything it lacks. */
    static Response dressed(Response response, boolean secure) {
        Response dressed = response.header("x-content-type-options", "nosniff")
                .header("permissions-policy", PERMISSIONS)
                .defaultHeader("referrer-policy", "no-referrer")
                .defaultHeader("cross-origin-opener-policy", "same-origin")
                .defaultHeader("cross-origin-resource-policy", "same-origin");
        if (!(response.body() instanceof ResponseBody.Forward)) {
            dressed = dressed.defaultHeader("content-security-policy", NOTHING)
                    .defaultHeader("cache-control", "no-store");
        }
        return secure ? dressed.header("strict-transport-security", A_YEAR) : dressed;
    }
}
