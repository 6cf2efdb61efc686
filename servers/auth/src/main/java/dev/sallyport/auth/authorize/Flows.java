package dev.sallyport.auth.authorize;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.KeyedDigest;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.domain.token.OneTimeStore;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import dev.sallyport.kit.http.Cookies.SameSite;
import dev.sallyport.kit.http.Cookies.SetCookie;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.token.Jwe;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * Seals flows into the handle that travels through the pages and opens them again, only in the browser that began them, only
 * for half an hour, and only until one of them has come to its end (T08).
 */
final class Flows {
    /** How long a person may take from the first page to the last. */
    static final Duration LIFE = Duration.ofMinutes(30);

    private static final String COOKIE = "__Host-flow";

    private final Jwe jwe;
    private final KeyedDigest csrf;
    private final OneTimeStore ended;
    private final InstantSource clock;
    private final RandomSource random;

    Flows(Sealer sealer, OneTimeStore ended, InstantSource clock, RandomSource random) {
        this.jwe = new Jwe(sealer.derive("flows"), "flow+jwt");
        this.csrf = new KeyedDigest(sealer.derive("flow-csrf"));
        this.ended = ended;
        this.clock = clock;
        this.random = random;
    }

    /** A browser, by the cookie that it has or is about to get. */
    record Browser(String name, boolean isNew) {}

    Browser browser(Request request) {
        return request.cookie(COOKIE)
                .filter(name -> name.length() == 43)
                .map(name -> new Browser(name, false))
                .orElseGet(() -> new Browser(random.token(), true));
    }

    Response remember(Response response, Browser browser) {
        return browser.isNew()
                ? response.cookie(new SetCookie(COOKIE, browser.name(), "/", true, SameSite.LAX, Duration.ofDays(1)))
                : response;
    }

    Flow begin(Browser browser, Params params, boolean pushed) {
        return new Flow(
                random.token(),
                Digest.of(browser.name()).value(),
                clock.instant().toEpochMilli(),
                pushed,
                params.all(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The handle of the flow's next step; empty where the request is too long to travel. */
    Optional<String> seal(Flow flow) {
        byte[] plain = Json.bytes(flow.next(random.token()));
        return plain.length > Jwe.LONGEST_PAYLOAD
                ? Optional.empty()
                : Optional.of(jwe.seal(random.bytes(Jwe.IV), plain));
    }

    /** The flow behind a handle, in the hands of the browser that began it. */
    Optional<Flow> open(String handle, Request request) {
        try {
            return jwe.open(handle)
                    .map(plain -> Json.mapper().readValue(plain, Flow.class))
                    .filter(flow -> isHere(flow, request));
        } catch (JacksonException notOurs) {
            return Optional.empty();
        }
    }

    /** Whether the request comes from the browser that began the flow, in time. */
    boolean isHere(Flow flow, Request request) {
        boolean timely = clock.instant().isBefore(flow.beginning().plus(LIFE));
        return timely
                && request.cookie(COOKIE)
                        .filter(name -> Digest.of(name).value().equals(flow.browser()))
                        .isPresent();
    }

    /** What a form of this flow must carry, in this browser. */
    String csrf(Flow flow) {
        return csrf.of(flow.browser(), flow.id());
    }

    boolean isFrom(Flow flow, String sent) {
        return csrf.matches(sent, flow.browser(), flow.id());
    }

    /** Ends the flow; false when this step of it was ended before (T13). */
    boolean end(Flow flow) {
        Instant until = flow.beginning().plus(LIFE);
        return ended.put(Purpose.FLOW, Digest.of(flow.id()), "", until);
    }
}
