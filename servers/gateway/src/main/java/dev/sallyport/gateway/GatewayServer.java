package dev.sallyport.gateway;

import static dev.sallyport.kit.route.Route.ForBearer;
import static dev.sallyport.kit.route.Route.ForBrowser;
import static dev.sallyport.kit.route.Route.Open;
import static dev.sallyport.kit.route.Route.because;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.gateway.Place.Content;
import dev.sallyport.gateway.Place.Cookies;
import dev.sallyport.gateway.Place.Lock;
import dev.sallyport.gateway.tls.TlsConfiguration.ClientCertificates;
import dev.sallyport.kit.engine.HttpEngine;
import dev.sallyport.kit.http.Decorator;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.BrowserSession;
import dev.sallyport.kit.route.Guards;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.route.Router;
import dev.sallyport.kit.route.Server;
import dev.sallyport.kit.telemetry.RequestDecorators;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The front door of the house: what faces the street, and the way from there to each server behind. */
public final class GatewayServer implements Server {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> KNOWN = Set.of("HEAD", "OPTIONS", "TRACE", "CONNECT");
    private static final String BROWSER_GATE = "/web/v1/**";
    private static final int AT_ONCE = 5_000;

    /** The servers behind have limits of their own; the gateway's is the engine's. */
    private static final long LONGEST_BODY = HttpEngine.Limits.USUAL.bodyBytes();

    private final List<UserRoute> others;
    private final Destinations destinations;
    private final CspReports reports;
    private final Router doors;
    private final Handler door;

    /**
     * @param servers where the house's servers are, by name
     * @param pseudonym what stands for an address in the log
     * @param nanos a clock that only moves forward, in nanoseconds
     */
    public GatewayServer(
            GatewayConfiguration gateway,
            CorsConfiguration crossOrigin,
            TrustedProxies proxies,
            Map<String, Destination> servers,
            Guards guards,
            MeterRegistry meters,
            Function<Address, String> pseudonym,
            LongSupplier nanos,
            RandomSource random) {
        this.others = gateway.routes();
        this.reports = new CspReports(meters);
        this.destinations = new Destinations(servers, here(others, meters, nanos));
        this.doors = new Router(routes(), guards);
        var limits = new ArrayList<>(Limit.ALWAYS);
        limits.addAll(gateway.limits());
        var cors = new Cors(crossOrigin, others.stream().map(UserRoute::path).toList());
        var decorators = List.<Decorator>of(
                new Provenance(proxies, gateway.tls().clientCertificates() == ClientCertificates.FORWARDED),
                GatewayServer::named,
                RequestDecorators.logged(name(), this::template, pseudonym, nanos),
                RequestDecorators.timed(name(), this::template, meters, nanos),
                new SecurityHeaders(gateway.tls().strictTransport()),
                RequestDecorators.mended(),
                new Unversioned(),
                cors.answers(),
                new Shed(AT_ONCE, meters),
                new TierOne(limits, guards::client, gateway.rateLimitHeaders(), meters, nanos, random),
                cors.preflights());
        this.door = Decorator.inOrder(decorators).around(this::dispatch);
    }

    @Override
    public String name() {
        return "gateway";
    }

    /** The doors with a lock here; all other paths are handed through the API gate to the house's servers, which lock them. */
    @Override
    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (String method : METHODS) {
            routes.add(ForBrowser(method, BROWSER_GATE, this::mediated).upTo(LONGEST_BODY));
        }
        routes.add(Open("POST", CspReports.PATH, reports::handle, because("browsers report without credentials"))
                .upTo(CspReports.LONGEST));
        for (UserRoute other : others) {
            for (String method : METHODS) {
                routes.add(route(other, method).upTo(LONGEST_BODY));
            }
        }
        return List.copyOf(routes);
    }

    /** Everything that arrives from the street. */
    public Handler handler() {
        return door;
    }

    /** What answers get that the engine gives itself; it does not know whether a proxy before it was asked by https. */
    public static Response dressed(Response response) {
        return dressed(response, Optional.empty());
    }

    /**
     * What answers get that the engine gives itself where it encrypts.
     *
     * @param strictTransport how long browsers come back encrypted
     */
    public static Response dressed(Response response, Optional<Duration> strictTransport) {
        return SecurityHeaders.dressed(response, strictTransport);
    }

    private Route route(UserRoute other, String method) {
        String path = other.path().text();
        return other.scope()
                .map(scope -> ForBearer(method, path, scope, (request, token) -> admitted(request)))
                .orElseGet(() -> Open(method, path, this::admitted, because("the configuration says require: none")));
    }

    private Response admitted(Request request) {
        Place place = destinations.of(request.path());
        return place.send(Inward.admit(request, place.cookies()));
    }

    /** A bearer token takes the cookie's place; a route of the configuration then asks it for its scope as it asks everybody. */
    private Response mediated(Request request, BrowserSession session) {
        Inward inward = Inward.mediate(request, session);
        Place place = destinations.of(inward.request().path());
        return switch (place.lock()) {
            case HERE -> doors.handle(inward.request());
            case BEHIND -> place.send(inward);
        };
    }

    private Response dispatch(Request request) {
        String method = request.method();
        if (!METHODS.contains(method) && !KNOWN.contains(method)) {
            return Problem.of(501, "not-implemented", "No such method", "This method is not known here.")
                    .response();
        }
        Place place = destinations.of(request.path());
        return switch (place.lock()) {
            case HERE -> doors.handle(request);
            case BEHIND -> admitted(request);
        };
    }

    private static List<Place> here(List<UserRoute> others, MeterRegistry meters, LongSupplier nanos) {
        var nowhere = new Destination.Nowhere();
        var places = new ArrayList<Place>();
        others.forEach(other -> places.add(new Place(
                other.path(),
                new Destination.Remote(Origins.ofServer(other.path().text(), other.to(), meters, nanos)),
                Lock.HERE,
                Cookies.DROPPED,
                Content.FILES)));
        places.add(new Place(PathPattern.of(BROWSER_GATE), nowhere, Lock.HERE, Cookies.KEPT, Content.API));
        places.add(new Place(PathPattern.of(CspReports.PATH), nowhere, Lock.HERE, Cookies.DROPPED, Content.API));
        return places;
    }

    private static Handler named(Handler inner) {
        return request -> inner.handle(request).header("x-request-id", request.id());
    }

    /** The line of the table that a request belongs to, for logs and measurements. */
    private String template(Request request) {
        return destinations.of(Unversioned.versioned(request.path())).path().text();
    }
}
