package dev.sallyport.gateway;

import static dev.sallyport.kit.route.Route.ForBearer;
import static dev.sallyport.kit.route.Route.Open;
import static dev.sallyport.kit.route.Route.because;

import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.domain.token.Confirmation;
import dev.sallyport.gateway.cache.Caches;
import dev.sallyport.gateway.cache.ResponseCache;
import dev.sallyport.kit.forward.Terms;
import dev.sallyport.kit.http.Compression;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.kit.http.WebSocketHandshake;
import dev.sallyport.kit.route.Access;
import dev.sallyport.kit.route.BearerToken;
import dev.sallyport.kit.route.Guards;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.trace.TracedCalls;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A route of the configuration at work: its limits, its lock, and the way to its origins. */
final class OpenedRoute {
    private final UserRoute route;
    private final Origins origins;
    private final TierOne limits;
    private final Guards guards;
    private final Identities identities;
    private final OpenSockets.OfRoute sockets;
    private final SocketWatch watch;
    private final Caches caches;
    private final InstantSource clock;
    private final Optional<ResponseCache> cache;
    private final Terms terms;
    private final HeaderRules rules;
    private final String csp;
    private final Handler limited;
    private final Handler judging;
    private final Optional<Set<String>> pages;

    /** @param longestBody what is taken where the route says nothing, in bytes */
    OpenedRoute(
            UserRoute route,
            Origins origins,
            TierOne limits,
            Guards guards,
            Identities identities,
            OpenSockets sockets,
            SocketWatch watch,
            Caches caches,
            InstantSource clock,
            long longestBody) {
        this.route = route;
        this.origins = origins;
        this.limits = limits;
        this.guards = guards;
        this.identities = identities;
        this.sockets = sockets.of(route);
        this.watch = watch;
        this.caches = caches;
        this.clock = clock;
        this.cache = route.keeps().map(size -> caches.open(route.label(), size.all(), size.one()));
        this.terms = route.terms(longestBody);
        this.rules = route.headerRules();
        this.csp = route.csp().orElse(SecurityHeaders.NOTHING);
        this.limited = limited((request, caller) -> sent(request, caller, ""));
        this.judging = limited(this::granted);
        this.pages =
                route.cors().map(list -> list.stream().map(WebOrigin::value).collect(Collectors.toUnmodifiableSet()));
    }

    UserRoute route() {
        return route;
    }

    Origins origins() {
        return origins;
    }

    /** The origins of pages that may call the route, where it has a list of its own. */
    Optional<Set<String>> pages() {
        return pages;
    }

    /** Whether nothing waits at its door: it stands open, keeps no answers, and its limits ask neither who the client is nor others. */
    boolean isQuick() {
        return route.demand().isEmpty()
                && cache.isEmpty()
                && !limits.waits()
                && route.ownLimits().stream().noneMatch(l -> l.per() == Limit.Per.CLIENT);
    }

    /** One line of the front door for this method. */
    Route door(String method) {
        return door(method, (request, caller) -> sent(request, caller, ""));
    }

    /** The lock is the same for all methods. */
    private Route door(Onward onward) {
        return door("GET", onward);
    }

    /**
     * What came through one of the gates.
     *
     * @param street the same as it came from the street, cookies and all, to know the caller by
     */
    Response handle(Inward inward, Request street) {
        String key = origins.balance().key(street);
        Response response = key.isEmpty()
                ? opened(inward, limited)
                : opened(inward, limited((request, caller) -> sent(request, caller, key)));
        return route.version().map(version -> version.told(response)).orElse(response);
    }

    /** The same for a proxy that asks: 200 with what goes inward, where the request would go further. */
    Response judge(Inward inward) {
        return opened(inward, judging);
    }

    private Response granted(Request request, Passed caller) {
        Response granted = Response.of(200).header("cache-control", "no-store");
        if (route.identifies() == UserRoute.Identity.BEARER) {
            for (String credential : request.headers().all("authorization")) {
                granted = granted.header("authorization", credential);
            }
        }
        for (Map.Entry<String, String> field : caller.identity().entrySet()) {
            granted = granted.header(field.getKey(), field.getValue());
        }
        return granted;
    }

    /** What becomes of a request that passed. */
    @FunctionalInterface
    private interface Onward {
        Response send(Request request, Passed caller);
    }

    /**
     * Who passed.
     *
     * @param token absent at an open door
     * @param identity is set beside what the route's own rules set
     */
    private record Passed(Optional<AccessToken> token, Map<String, String> identity) {}

    private Response opened(Inward inward, Handler then) {
        boolean led = switch (inward) {
            case Inward.ByApiGate api -> route.gates() != UserRoute.Gate.BROWSER;
            case Inward.ByBrowserGate browser -> route.gates() != UserRoute.Gate.API;
        };
        Request request = inward.request().with(inward.request().headers().without("cookie"));
        if (!led) {
            return Problem.notFound().response();
        }
        if (route.version().filter(v -> v.isGone(clock.instant())).isPresent()) {
            return RouteVersion.farewell();
        }
        if (inward instanceof Inward.ByBrowserGate && WebSocketHandshake.isAsked(request)) {
            Optional<Problem> foreign = guards.foreignPage(request, pages.orElse(Set.of()));
            if (foreign.isPresent()) {
                return foreign.get().response();
            }
        }
        return then.handle(request);
    }

    /** What becomes of requests that the limits and the lock let through. */
    private Handler limited(Onward onward) {
        Handler locked = guards.lock(door(onward));
        return limits.around(request -> request.body().length().orElse(0) > terms.longestBody()
                ? Problem.tooLarge(terms.longestBody()).response()
                : locked.handle(request));
    }

    private Route door(String method, Onward onward) {
        String path = route.path().text();
        return route.demand()
                .map(demand -> {
                    Access.BearerHandler handler = (request, token) -> demanded(demand, request, token, onward);
                    return demand.audience()
                            .map(audience -> ForBearer(method, path, demand.scope(), audience, handler))
                            .orElseGet(() -> ForBearer(method, path, demand.scope(), handler));
                })
                .orElseGet(() -> Open(
                        method,
                        path,
                        request -> onward.send(request, new Passed(Optional.empty(), Map.of())),
                        because("the configuration says require: none")))
                .upTo(terms.longestBody());
    }

    private Response demanded(Demand demand, Request request, BearerToken token, Onward onward) {
        AccessToken claims = token.claims();
        if (demand.role().filter(role -> !claims.roles().contains(role)).isPresent()) {
            return Problem.forbidden("This needs a role that you do not hold.").response();
        }
        boolean bound = claims.more()
                .confirmation()
                .filter(to -> to.kind() == Confirmation.Kind.JKT)
                .isPresent();
        if (demand.dpop() && !bound) {
            return Problem.unauthorized("This needs an access token that is bound to a key by DPoP.")
                    .response()
                    .header("www-authenticate", "DPoP error=\"invalid_token\"");
        }
        Map<String, String> identity = switch (route.identifies()) {
            case BEARER, NONE -> Map.of();
            case SIGNED -> Map.of(Identities.FIELD, identities.of(claims, route.to()));
        };
        return onward.send(request, new Passed(Optional.of(claims), identity));
    }

    /** What of a request names who asks, the house's own words aside. */
    private static Headers nameless(Headers headers) {
        Headers left = headers;
        for (String name : List.of("authorization", "dpop", "client-cert", "client-cert-chain")) {
            left = left.without(name);
        }
        return left;
    }

    private Response sent(Request request, Passed caller, String key) {
        Response response = cache.map(kept ->
                        kept.answer(request, caller.token().isPresent(), asked -> forwarded(asked, caller, key)))
                .orElseGet(() -> forwarded(request, caller, key));
        Response coded = route.compresses() ? Compression.coded(request, response) : response;
        return caches.minded(request, ruled(coded));
    }

    private Response forwarded(Request request, Passed caller, String key) {
        Headers fields = ForwardedHeaders.told(request).headers();
        Headers told =
                rules.request().applied(route.identifies() == UserRoute.Identity.BEARER ? fields : nameless(fields));
        for (Map.Entry<String, String> field : caller.identity().entrySet()) {
            told = told.set(field.getKey(), field.getValue());
        }
        Request head = request.at(route.inward(request.path())).with(told);
        ResponseBody.Forward forward = TracedCalls.toOthers(route.label(), origins.tries(key), terms, head)
                .without(HeaderHygiene::isTheOriginsOwn)
                .without(rules.response()::removes);
        if (WebSocketHandshake.isAsked(request)) {
            forward = forward.opening(sockets.from(Network.of(request.peer()), watch.of(caller.token())));
        }
        return Response.forward(forward);
    }

    /** With what the route says of every answer. */
    private Response ruled(Response answer) {
        Response response = answer;
        for (Map.Entry<String, String> field : rules.response().set().entrySet()) {
            response = response.header(field.getKey(), field.getValue());
        }
        return csp.equals(UserRoute.OF_THE_ORIGIN) ? response : response.header("content-security-policy", csp);
    }
}
