package dev.sallyport.gateway;

import static dev.sallyport.kit.route.Route.ForBrowser;
import static dev.sallyport.kit.route.Route.Open;
import static dev.sallyport.kit.route.Route.because;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.gateway.Place.Content;
import dev.sallyport.gateway.Place.Cookies;
import dev.sallyport.gateway.Place.Lock;
import dev.sallyport.gateway.cache.Caches;
import dev.sallyport.gateway.tls.TlsConfiguration.ClientCertificates;
import dev.sallyport.kit.engine.HttpEngine;
import dev.sallyport.kit.engine.HttpEngine.Handling;
import dev.sallyport.kit.http.Decorator;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.WebSocketHandshake;
import dev.sallyport.kit.route.BrowserSession;
import dev.sallyport.kit.route.Guards;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.route.Router;
import dev.sallyport.kit.route.Server;
import dev.sallyport.kit.telemetry.RequestDecorators;
import dev.sallyport.kit.told.Told;
import dev.sallyport.kit.trace.TracedRequests;
import dev.sallyport.kit.trace.TracedRequests.Arrival;
import dev.sallyport.kit.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** The front door of the house: what faces the street, and the way from there to each server behind. */
public final class GatewayServer implements Server {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> KNOWN = Set.of("HEAD", "OPTIONS", "TRACE", "CONNECT");
    private static final String BROWSER_GATE = "/web/v1/**";
    static final int AT_ONCE = 5_000;
    private static final int WEBSOCKETS = 4_000;

    /** Of one network: an office behind one address may have many, and yet not all. */
    private static final int WEBSOCKETS_OF_ONE = 400;

    /** The servers behind have limits of their own; the gateway's is the engine's. */
    private static final long LONGEST_BODY = HttpEngine.Limits.USUAL.bodyBytes();

    private final OtherRoutes others;
    private final Optional<HealthRounds> rounds;
    private final ServiceRounds names;
    private final SocketWatch watch;
    private final Destinations destinations;
    private final CspReports reports;
    private final ForwardAuth forwardAuth;
    private final Router doors;
    private final Function<Way, List<Decorator>> decorators;
    private final Map<Way, Handling> handlings = new ConcurrentHashMap<>();
    private final boolean asks;
    private final TierOne tierOne;
    private final Optional<CountedTogether> together;

    /**
     * @param servers where the house's servers are, by name
     * @param identities says who asks to origins that want it signed
     * @param watch ends WebSockets with their tokens and sessions
     * @param proofs asks for work before sign-in
     * @param tracing begins a trace with every request
     * @param together counts limits with the other gateways
     * @param pseudonym what stands for an address in the log
     * @param nanos a clock that only moves forward, in nanoseconds
     */
    public GatewayServer(
            GatewayConfiguration gateway,
            CorsConfiguration crossOrigin,
            TrustedProxies proxies,
            Map<String, Destination> servers,
            Guards guards,
            Identities identities,
            SocketWatch watch,
            Optional<ProofOfWork> proofs,
            Optional<CountedTogether> together,
            MeterRegistry meters,
            Tracing tracing,
            Function<Address, String> pseudonym,
            InstantSource clock,
            LongSupplier nanos,
            RandomSource random) {
        var caches = new Caches(clock, meters);
        var sockets = new OpenSockets(WEBSOCKETS, WEBSOCKETS_OF_ONE, meters);
        this.others = new OtherRoutes(gateway.routes().stream()
                .map(route -> new OpenedRoute(
                        route,
                        new Origins(
                                route.label(),
                                route.to(),
                                route.balancing(),
                                route.patience().start(),
                                meters,
                                nanos),
                        new TierOne(
                                route.ownLimits(),
                                guards::client,
                                gateway.rateLimitHeaders(),
                                together,
                                meters,
                                nanos,
                                random),
                        guards,
                        identities,
                        sockets,
                        watch,
                        caches,
                        clock,
                        LONGEST_BODY))
                .toList());
        this.watch = watch;
        boolean checked = gateway.routes().stream().anyMatch(r -> r.health().isPresent());
        this.rounds = checked ? Optional.of(new HealthRounds(others.all(), random)) : Optional.empty();
        this.names = new ServiceRounds(servers.values().stream()
                .flatMap(to -> to instanceof Destination.Remote remote ? Stream.of(remote.service()) : Stream.empty())
                .toList());
        this.reports = new CspReports(meters);
        this.destinations = new Destinations(servers, gates());
        var limits = new ArrayList<>(Limit.ALWAYS);
        limits.addAll(gateway.limits());
        this.tierOne = new TierOne(limits, guards::client, gateway.rateLimitHeaders(), together, meters, nanos, random);
        this.together = together;
        this.forwardAuth = new ForwardAuth(METHODS, request -> way(request).routes(), guards, tierOne);
        this.doors = new Router(ownDoors(), guards);
        this.asks = proofs.isPresent() || limits.stream().anyMatch(limit -> limit.per() == Limit.Per.CLIENT);
        var provenance = new Provenance(
                proxies, gateway.tls().clientCertificates() == ClientCertificates.FORWARDED, Optional.empty());
        var shed = new Shed(AT_ONCE, meters);
        Decorator working = proofs.<Decorator>map(p -> p).orElse(inner -> inner);
        this.decorators = way -> {
            var cors = new Cors(crossOrigin, way);
            return List.of(
                    new TracedRequests(tracing, Arrival.FROM_THE_STREET, proxies::speakFor, request -> way.template()),
                    provenance,
                    GatewayServer::named,
                    RequestDecorators.logged(name(), request -> way.template(), pseudonym, nanos),
                    RequestDecorators.timed(name(), request -> way.template(), meters, nanos),
                    new SecurityHeaders(gateway.tls().strictTransport()),
                    RequestDecorators.mended(),
                    new Unversioned(),
                    cors.answers(),
                    shed,
                    working,
                    ForwardAuth.butForQuestions(tierOne),
                    cors.preflights());
        };
    }

    @Override
    public String name() {
        return "gateway";
    }

    /** The doors with a lock here; all other paths are handed through the API gate to the house's servers, which lock them. */
    @Override
    public List<Route> routes() {
        return Stream.concat(ownDoors().stream(), others.doors().stream()).toList();
    }

    /** The browser gate leads to the same calls as the API gate, without their version of {@code Authorization}. */
    @Override
    public Told told() {
        Told told = Told.NOTHING
                .silent(
                        BROWSER_GATE,
                        "the calls of /v1 for the product's own pages, with a cookie in the token's place")
                .silent(CspReports.PATH, "browsers report there by themselves");
        for (Route route : forwardAuth.routes()) {
            told = told.silent(route.template(), "proxies ask there");
        }
        for (Route route : others.doors()) {
            told = told.silent(route.template(), "a route of the configuration, to somebody else's server");
        }
        return told;
    }

    private List<Route> ownDoors() {
        var routes = new ArrayList<Route>();
        for (String method : METHODS) {
            routes.add(ForBrowser(method, BROWSER_GATE, this::mediated).upTo(LONGEST_BODY));
        }
        routes.add(Open("POST", CspReports.PATH, reports::handle, because("browsers report without credentials"))
                .upTo(CspReports.LONGEST));
        routes.addAll(forwardAuth.routes());
        return List.copyOf(routes);
    }

    @Override
    public void start() {
        names.start();
        rounds.ifPresent(HealthRounds::start);
        watch.start();
        together.ifPresent(CountedTogether::start);
    }

    @Override
    public void stop() {
        names.stop();
        rounds.ifPresent(HealthRounds::stop);
        watch.stop();
        together.ifPresent(CountedTogether::stop);
    }

    /** Everything that arrives from the street. */
    public Handler handler() {
        return request -> received(request).handler().handle(request);
    }

    /** How a request from the street is to be handled. */
    public Handling received(Request request) {
        Way way = way(request.at(Unversioned.versioned(request.path())));
        Handling usual = handlings.get(way);
        Handling handling = usual == null ? handlings.computeIfAbsent(way, this::handling) : usual;
        return handling.quick() && (WebSocketHandshake.isAsked(request) || tierOne.waits(request.path()))
                ? new Handling(false, handling.handler())
                : handling;
    }

    private Handling handling(Way way) {
        Handler handler = Decorator.inOrder(decorators.apply(way)).around(request -> dispatch(way, request));
        return new Handling(way.isQuick() && !asks && !RequestDecorators.isEachLogged(), handler);
    }

    private Way way(Request request) {
        Place place = destinations.of(request.path());
        return new Way(place, others.at(request, place.path()));
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

    /** A bearer token takes the cookie's place; a route of the configuration then asks it as it asks everybody's. */
    private Response mediated(Request request, BrowserSession session) {
        Inward inward = Inward.mediate(request, session);
        return through(way(inward.request()), inward, request, doors);
    }

    private Response dispatch(Way way, Request request) {
        String method = request.method();
        if (!METHODS.contains(method) && !KNOWN.contains(method)) {
            return Problem.of(501, "not-implemented", "No such method", "This method is not known here.")
                    .response();
        }
        return through(way, Inward.admit(request, way.place().cookies()), request, inward -> doors.handle(request));
    }

    /**
     * To a route of the configuration, to a server of the house, or to a gate.
     *
     * @param gate what stands before the paths that the gateway locks itself
     */
    private static Response through(Way way, Inward inward, Request street, Handler gate) {
        if (!way.routes().isEmpty()) {
            return OtherRoutes.handle(way.routes(), inward, street);
        }
        return switch (way.place().lock()) {
            case HERE -> gate.handle(inward.request());
            case BEHIND -> way.place().send(inward);
        };
    }

    private static List<Place> gates() {
        var nowhere = new Destination.Nowhere();
        return List.of(
                new Place(PathPattern.of(BROWSER_GATE), nowhere, Lock.HERE, Cookies.KEPT, Content.API),
                new Place(PathPattern.of(CspReports.PATH), nowhere, Lock.HERE, Cookies.DROPPED, Content.API),
                new Place(PathPattern.of(Question.API), nowhere, Lock.HERE, Cookies.DROPPED, Content.API),
                new Place(PathPattern.of(Question.BROWSER), nowhere, Lock.HERE, Cookies.KEPT, Content.API));
    }

    private static Handler named(Handler inner) {
        return request -> inner.handle(request).header("x-request-id", request.id());
    }
}
