package dev.sallyport.app;

import dev.sallyport.domain.credential.PasswordHasher;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.gateway.Destination;
import dev.sallyport.gateway.GatewayServer;
import dev.sallyport.gateway.InTime;
import dev.sallyport.gateway.InnerSeal;
import dev.sallyport.gateway.Provenance;
import dev.sallyport.gateway.Service;
import dev.sallyport.gateway.TrustedProxies;
import dev.sallyport.gateway.tls.KeptCertificates;
import dev.sallyport.gateway.tls.RedirectToTls;
import dev.sallyport.gateway.tls.TlsConfiguration.ClientCertificates;
import dev.sallyport.kit.engine.HttpEngine;
import dev.sallyport.kit.engine.HttpEngine.Handling;
import dev.sallyport.kit.engine.HttpEngine.Limits;
import dev.sallyport.kit.engine.HttpEngine.Listen;
import dev.sallyport.kit.engine.HttpEngine.Listening;
import dev.sallyport.kit.fetch.FetchLimits;
import dev.sallyport.kit.fetch.GuardedFetch;
import dev.sallyport.kit.fetch.Resolver;
import dev.sallyport.kit.http.Decorator;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.route.Guards;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.route.Router;
import dev.sallyport.kit.route.Server;
import dev.sallyport.kit.telemetry.RequestDecorators;
import dev.sallyport.kit.trace.TracedRequests;
import dev.sallyport.kit.trace.TracedRequests.Arrival;
import dev.sallyport.kit.trace.TracedServer;
import dev.sallyport.monitor.MonitorServer;
import dev.sallyport.monitor.page.Pages;
import dev.sallyport.worker.WorkerServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The composition root: every object of the running program is made here and in {@link Rooms}, by constructor calls in the
 * order in which they need each other.
 */
final class House implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofSeconds(20);

    /** The longest metadata document of a client (draft-ietf-oauth-client-id-metadata-document §6.6). */
    private static final int DOCUMENT_BYTES = 5 * 1024;

    private final DataFolder folder;
    private final Ports ports;
    private final HttpEngine engine;
    private final GuardedFetch fetch;
    private final GuardedFetch documents;
    private final MonitorRoom monitorRoom;
    private final List<Server> servers = new ArrayList<>();
    private final List<Listening> open = new ArrayList<>();
    private final Guards guards;
    private final TracesRoom traces;
    private final Configuration configuration;
    private final URI publicUrl;
    private final FirstPeople.Welcome welcome;
    private final Optional<KeptCertificates> certificates;
    private volatile boolean stopping;

    private House(
            Settings settings,
            Machine machine,
            boolean demo,
            DataFolder folder,
            Ports ports,
            PrometheusMeterRegistry meters) {
        this.configuration = settings.configuration();
        this.folder = folder;
        this.ports = ports;
        int port = configuration.listen() == 0 ? FreePort.any() : configuration.listen();
        this.publicUrl = configuration.publicUrl(port);
        this.engine = new HttpEngine(machine.random()::token);
        this.traces = TracesRoom.open(configuration.traces(), publicUrl, machine, meters);
        this.monitorRoom = new MonitorRoom(configuration, ports, machine, meters);
        FetchLimits limits =
                configuration.fetch().allowPrivate() ? FetchLimits.USUAL.allowingPrivate() : FetchLimits.USUAL;
        this.fetch = new GuardedFetch(engine.transport(), Resolver.SYSTEM, limits, machine.clock());
        // Strangers choose these addresses, so their fetches take no place from those of keys.
        this.documents =
                new GuardedFetch(engine.transport(), Resolver.SYSTEM, limits.upTo(DOCUMENT_BYTES), machine.clock());
        var rooms = new Rooms(
                configuration,
                settings.theme(),
                settings.upstreams(),
                settings.mail(),
                settings.webhooks(),
                settings.clientAuthorities(),
                settings.bucket(),
                settings.collections(),
                publicUrl,
                ports,
                machine,
                meters,
                fetch,
                documents);
        this.guards = rooms.guards();
        PasswordHasher hasher = Rooms.hasher(configuration, machine);
        List<Server> behind = rooms.behindTheGateway(hasher);
        List<Router> routers =
                behind.stream().map(s -> new Router(s.routes(), guards)).toList();
        servers.addAll(behind);

        this.certificates = configuration.has(Room.GATEWAY)
                ? Certificates.kept(configuration, publicUrl, machine, meters)
                : Optional.empty();
        Optional<Function<Request, Handling>> front = Optional.empty();
        if (configuration.has(Room.GATEWAY)) {
            var gateway = new GatewayServer(
                    configuration.gateway(),
                    configuration.cors(),
                    new TrustedProxies(configuration.trustedProxies()),
                    destinations(behind, routers, meters, machine),
                    guards,
                    rooms.identities(),
                    rooms.socketWatch(),
                    rooms.proofOfWork(),
                    ports.cache().countedTogether(),
                    meters,
                    traces.tracing(),
                    pseudonym(rooms, machine),
                    machine.clock(),
                    machine.nanos(),
                    machine.random());
            servers.add(gateway);
            front = Optional.of(gateway::received);
        } else if (!behind.isEmpty()) {
            List<Route> all = behind.stream().flatMap(s -> s.routes().stream()).toList();
            var names = new RouteNames(routers);
            Decorator watched = watched(rooms, behind, routers, machine, meters);
            // Gateways of other processes and trusted proxies speak for their clients; nobody else comes in.
            var seal = new InnerSeal(ports.sealer(), machine.clock());
            var provenance = new Provenance(
                    new TrustedProxies(configuration.trustedProxies()),
                    configuration.gateway().tls().clientCertificates() != ClientCertificates.NONE,
                    Optional.of(seal));
            var traced = new TracedRequests(traces.tracing(), Arrival.FROM_A_GATEWAY, any -> true, names::of);
            front = Optional.of(new InTime(seal, meters, machine.nanos())
                    .before(Decorator.inOrder(List.of(provenance, traced, watched, RequestDecorators.mended()))
                            .around(new Router(all, guards))));
        }
        Optional<WorkerServer> worker =
                configuration.has(Room.WORKER) ? Optional.of(rooms.worker(traces.tracing())) : Optional.empty();
        worker.ifPresent(servers::add);
        var pages = new Pages();
        Optional<MonitorServer> monitor = configuration.has(Room.MONITOR)
                ? Optional.of(monitorRoom.monitor(
                        worker, certificates, rooms.mailRoom().mailbox(pages), pages, () -> stopping))
                : Optional.empty();
        monitor.ifPresent(servers::add);

        this.welcome = new FirstPeople(settings, publicUrl, ports, hasher, machine).greet(demo);
        ports.cache().start(meters);
        servers.forEach(Server::start);
        // Everybody knows the demo account's password, so that house is open to this machine alone.
        String host = demo ? "127.0.0.1" : configuration.host();
        front.ifPresent(receiving -> listen("the port", "--port", new Listen(host, port), certificates, receiving));
        certificates.ifPresent(
                kept -> configuration.gateway().tls().redirectFrom().ifPresent(from -> unencrypted(host, from, kept)));
        certificates.ifPresent(KeptCertificates::start);
        monitor.ifPresent(m -> listen(
                "the monitor's port",
                "SALLYPORT_MONITOR_LISTEN=127.0.0.1:",
                configuration.monitor().where(),
                Optional.empty(),
                Handling.always(new Router(m.routes(), guards))));
    }

    /**
     * Opens the house and begins to listen.
     *
     * @throws CannotStart with a reason for the operator
     */
    static House open(Settings settings, Machine machine, boolean demo) {
        DataFolder folder = DataFolder.hold(settings.configuration().data());
        Ports ports = null;
        try {
            var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            var database = new DatabaseMeters(meters);
            ports = Ports.open(settings, machine, database, new EventMeters(meters));
            database.measure(ports.stores());
            return new House(settings, machine, demo, folder, ports, meters);
        } catch (RuntimeException e) {
            if (ports != null) {
                ports.close();
            }
            folder.close();
            throw e;
        }
    }

    private static Function<Address, String> pseudonym(Rooms rooms, Machine machine) {
        return address ->
                rooms.pseudonyms().of(address, machine.clock().instant()).value();
    }

    private static Decorator watched(
            Rooms rooms, List<Server> servers, List<Router> routers, Machine machine, PrometheusMeterRegistry meters) {
        var names = new RouteNames(routers);
        return Decorator.inOrder(List.of(
                RequestDecorators.logged(TimedServers.NOBODY, names::of, pseudonym(rooms, machine), machine.nanos()),
                new TimedServers(servers, routers, meters, machine.nanos())));
    }

    /** What a server behind the gateway did, beside what the gateway says of it. */
    private static Handler timed(Server server, Router router, Machine machine, MeterRegistry meters) {
        return RequestDecorators.timed(server.name(), router::template, meters, machine.nanos())
                .around(router);
    }

    /** A server of this process is a function call away, one of another process an HTTP call. */
    private Map<String, Destination> destinations(
            List<Server> behind, List<Router> routers, MeterRegistry meters, Machine machine) {
        var destinations = new LinkedHashMap<String, Destination>();
        for (int i = 0; i < behind.size(); i++) {
            String name = behind.get(i).name();
            Router router = routers.get(i);
            destinations.put(
                    name,
                    new Destination.InProcess(new TracedServer(name, router::template)
                            .around(timed(behind.get(i), router, machine, meters))));
        }
        configuration
                .services()
                .forEach((name, origins) -> destinations.put(
                        name,
                        new Destination.Remote(
                                new Service(name, origins, Resolver.SYSTEM, meters, machine.nanos()),
                                new InnerSeal(ports.sealer(), machine.clock()))));
        return destinations;
    }

    /** The port that leads to TLS; where certificates are ordered, their authority looks there too. */
    private void unencrypted(String host, int port, KeptCertificates kept) {
        Handler answering = kept.unencrypted(new RedirectToTls(publicUrl));
        listen(
                "the port that leads to TLS,",
                "SALLYPORT_GATEWAY_TLS_REDIRECT_FROM=",
                new Listen(host, port),
                Optional.empty(),
                Handling.always(request -> GatewayServer.dressed(answering.handle(request))));
    }

    private void listen(
            String what,
            String option,
            Listen where,
            Optional<KeptCertificates> encrypted,
            Function<Request, Handling> receiving) {
        Optional<Duration> strict =
                configuration.gateway().tls().strictTransport().filter(any -> encrypted.isPresent());
        try {
            open.add(engine.listen(
                    where,
                    Limits.USUAL,
                    encrypted.map(KeptCertificates::tls),
                    new HttpEngine.Door(receiving, response -> GatewayServer.dressed(response, strict))));
        } catch (HttpEngine.PortTaken e) {
            close();
            throw new CannotStart(
                    what + " " + where.port() + " on " + where.host() + " cannot be listened on; another program has it"
                            + " or this user may not.",
                    FreePort.after(where.port())
                            .map(free -> "Stop that program, or choose another: " + option
                                    + (option.endsWith(":") || option.endsWith("=") ? "" : " ") + free)
                            .orElse("Stop that program, or choose another: " + option));
        }
    }

    URI publicUrl() {
        return publicUrl;
    }

    /** The port of the street, where this process listens there. */
    Optional<Integer> port() {
        boolean street = configuration.has(Room.GATEWAY)
                || configuration.servers().stream().anyMatch(Room::isBehindTheGateway);
        return street ? Optional.of(open.getFirst().port()) : Optional.empty();
    }

    /** The port of the monitor, where it runs here. */
    Optional<Integer> monitorPort() {
        return configuration.has(Room.MONITOR) ? Optional.of(open.getLast().port()) : Optional.empty();
    }

    /** The certificates of the street, where this process encrypts it. */
    Optional<KeptCertificates> certificates() {
        return certificates;
    }

    FirstPeople.Welcome welcome() {
        return welcome;
    }

    /** Every server of this process, in order. */
    List<Server> servers() {
        return List.copyOf(servers);
    }

    /** The servers of this process that answer requests of the street, the gateway apart. */
    List<Server> street() {
        return servers.stream()
                .filter(server -> Room.named(server.name())
                        .filter(Room::isBehindTheGateway)
                        .isPresent())
                .toList();
    }

    /** The locks of every door of this process. */
    Guards guards() {
        return guards;
    }

    /** Takes no new requests, finishes those begun within 20 s, stops the work beside them and closes what is open. */
    @Override
    public void close() {
        if (stopping) {
            return;
        }
        stopping = true;
        servers.forEach(Server::leave);
        open.forEach(listening -> listening.drain(DRAIN));
        certificates.ifPresent(KeptCertificates::close);
        servers.reversed().forEach(Server::stop);
        fetch.close();
        documents.close();
        engine.close();
        monitorRoom.close();
        ports.close();
        traces.close();
        folder.close();
    }
}
