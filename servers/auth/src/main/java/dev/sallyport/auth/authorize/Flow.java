package dev.sallyport.auth.authorize;

import dev.sallyport.kit.http.Params;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An authorization request on its way from page to page. What it asks stands here and is never read from a later request (T09).
 *
 * @param id fresh at each step (T08)
 * @param browser the digest of the cookie of the browser that began it
 * @param begun when, in milliseconds since 1970
 * @param pushed whether the request came by PAR
 * @param chosen the session that the person chose to go on with
 * @param device the user code that was typed and known, where a device and no browser asks (RFC 8628)
 * @param detour what the way by another provider has come to so far
 * @param home where to in the product's own web app, when it and no client asks
 */
record Flow(
        String id,
        String browser,
        long begun,
        boolean pushed,
        Map<String, List<String>> parameters,
        Optional<String> chosen,
        Optional<String> device,
        Optional<Detour> detour,
        Optional<Home> home) {

    Flow {
        parameters = Map.copyOf(parameters);
    }

    Params params() {
        return Params.of(parameters);
    }

    Instant beginning() {
        return Instant.ofEpochMilli(begun);
    }

    Flow next(String nextId) {
        return new Flow(nextId, browser, begun, pushed, parameters, chosen, device, detour, home);
    }

    /** From here on it is decided who it is, so that what else was in the making is forgotten. */
    Flow choosing(String session) {
        return new Flow(id, browser, begun, pushed, parameters, Optional.of(session), device, Optional.empty(), home);
    }

    Flow forDevice(String userCode) {
        return new Flow(id, browser, begun, pushed, parameters, chosen, Optional.of(userCode), detour, home);
    }

    Flow after(Detour made) {
        return new Flow(id, browser, begun, pushed, parameters, chosen, device, Optional.of(made), home);
    }

    Flow forHome(Home asks) {
        return new Flow(id, browser, begun, pushed, parameters, chosen, device, detour, Optional.of(asks));
    }
}
