package dev.sallyport.monitor;

import static dev.sallyport.kit.route.Route.Open;
import static dev.sallyport.kit.route.Route.because;

import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.Access.Because;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.route.Server;
import dev.sallyport.monitor.dashboard.Dashboard;
import dev.sallyport.monitor.history.KeptHistory;
import dev.sallyport.monitor.history.Sampler;
import dev.sallyport.monitor.mailbox.Mailbox;
import dev.sallyport.monitor.page.Pages;
import dev.sallyport.monitor.page.Place;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Health that says why, metrics for Prometheus, and a page that shows the last 24 hours (L26). */
public final class MonitorServer implements Server {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration FIRST_ROUND = Duration.ofSeconds(3);
    private static final Duration ROUND = Duration.ofSeconds(10);

    /** Rounds between two writings of the history: what a killed process forgets is at most ten minutes. */
    private static final int KEPT_EVERY = 60;

    private static final Because OWN_ADDRESS =
            because("the monitor listens on an address of its own that the gateway never offers");

    private final Readiness readiness;
    private final CheckMeters checks;
    private final Supplier<String> metrics;
    private final Optional<Mailbox> mailbox;
    private final Dashboard dashboard;
    private final Optional<Profiles> profiles;
    private final KeptHistory history;
    private final Rounds rounds;
    private int made;

    /**
     * What is noted as time goes by.
     *
     * @param history where it is kept
     * @param looks what else is done every ten seconds, before the meters are read
     * @param nanos a clock that only moves forward, in nanoseconds
     */
    public record Watch(
            MeterRegistry meters, KeptHistory history, List<Runnable> looks, InstantSource clock, LongSupplier nanos) {
        public Watch {
            looks = List.copyOf(looks);
        }
    }

    /**
     * @param metrics all metrics in the Prometheus text format, version 0.0.4
     * @param version what runs here
     * @param mailbox the letters of a house without a mail server
     * @param profiles where somebody at this machine may record what the Java machine does
     */
    public MonitorServer(
            List<Check> checks,
            Supplier<String> metrics,
            Watch watch,
            String version,
            Pages pages,
            Optional<Mailbox> mailbox,
            Optional<Profiles> profiles) {
        this.mailbox = mailbox;
        this.profiles = profiles;
        this.readiness = new Readiness(checks, PATIENCE);
        this.checks = new CheckMeters(checks, watch.meters());
        this.metrics = metrics;
        this.history = watch.history();
        this.dashboard = new Dashboard(
                history, () -> readiness.report().health(), mailbox.isPresent(), version, pages, watch.clock());
        var looks = new ArrayList<>(watch.looks());
        looks.add(new Sampling(watch)::look);
        looks.add(this::keep);
        this.rounds = new Rounds(looks, FIRST_ROUND, ROUND);
    }

    /** What the checks say goes to whoever scrapes too. */
    private int asked() {
        Health health = readiness.report().health();
        checks.told(health);
        return health.level();
    }

    /** Its history is read from the file in the first round, when the house has started. */
    private final class Sampling {
        private final Watch watch;
        private Sampler sampler;

        private Sampling(Watch watch) {
            this.watch = watch;
        }

        private void look() {
            if (sampler == null) {
                sampler = new Sampler(
                        watch.meters(), history.history(), watch.clock(), watch.nanos(), MonitorServer.this::asked);
            }
            sampler.look();
        }
    }

    private void keep() {
        made++;
        if (made % KEPT_EVERY == 0) {
            history.keep();
        }
    }

    @Override
    public String name() {
        return "monitor";
    }

    @Override
    public List<Route> routes() {
        List<Route> own = List.of(
                Open("GET", "/", request -> Response.seeOther(Place.DASHBOARD.path()), OWN_ADDRESS),
                Open("GET", "/health/live", MonitorServer::live, OWN_ADDRESS),
                Open("GET", "/health/ready", this::ready, OWN_ADDRESS),
                Open("GET", "/metrics", this::metrics, OWN_ADDRESS));
        return Stream.of(
                        own,
                        dashboard.routes(),
                        mailbox.map(Mailbox::routes).orElse(List.of()),
                        profiles.map(Profiles::routes).orElse(List.of()))
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public void start() {
        rounds.start();
    }

    /** Writes down the history. */
    @Override
    public void stop() {
        rounds.stop();
        history.keep();
    }

    private static Response live(Request request) {
        return fresh(Response.json(200, Map.of("status", Readiness.Found.UP)));
    }

    private Response ready(Request request) {
        var report = readiness.report();
        return fresh(Response.json(report.status().equals(Readiness.Found.UP) ? 200 : 503, report));
    }

    private Response metrics(Request request) {
        return fresh(Response.text(200, "text/plain; version=0.0.4", metrics.get()));
    }

    private static Response fresh(Response response) {
        return response.header("cache-control", "no-store");
    }
}
