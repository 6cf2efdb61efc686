package dev.sallyport.monitor;

import static dev.sallyport.kit.route.Route.Open;
import static dev.sallyport.kit.route.Route.because;

import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.Access.Because;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.route.Server;
import dev.sallyport.monitor.mailbox.Mailbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Health that says why, and metrics for Prometheus (L26). */
public final class MonitorServer implements Server {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Because OWN_ADDRESS =
            because("the monitor listens on an address of its own that the gateway never offers");
    private static final String INDEX = """
            <!doctype html><html lang="en"><meta charset="utf-8"><title>Sallyport monitor</title>
            <h1>Sallyport monitor</h1>
            <ul>
            <li><a href="/health/live">/health/live</a> the process runs</li>
            <li><a href="/health/ready">/health/ready</a> it can do its work, and if not, why</li>
            <li><a href="/metrics">/metrics</a> numbers for Prometheus</li>
            """;
    private static final String TO_MAILBOX =
            "<li><a href=\"/mailbox\">/mailbox</a> letters, since there is no mail server</li>\n";

    private final Readiness readiness;
    private final Supplier<String> metrics;
    private final Optional<Mailbox> mailbox;

    /** @param metrics all metrics in the Prometheus text format, version 0.0.4 */
    public MonitorServer(List<Check> checks, Supplier<String> metrics) {
        this(checks, metrics, Optional.empty());
    }

    /** @param mailbox the letters of a house without a mail server */
    public MonitorServer(List<Check> checks, Supplier<String> metrics, Optional<Mailbox> mailbox) {
        this.mailbox = mailbox;
        this.readiness = new Readiness(checks, PATIENCE);
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return "monitor";
    }

    @Override
    public List<Route> routes() {
        List<Route> own = List.of(
                Open("GET", "/", this::index, OWN_ADDRESS),
                Open("GET", "/health/live", MonitorServer::live, OWN_ADDRESS),
                Open("GET", "/health/ready", this::ready, OWN_ADDRESS),
                Open("GET", "/metrics", this::metrics, OWN_ADDRESS));
        return Stream.of(own, mailbox.map(Mailbox::routes).orElse(List.of()))
                .flatMap(List::stream)
                .toList();
    }

    private Response index(Request request) {
        return Response.html(200, INDEX + (mailbox.isPresent() ? TO_MAILBOX : "") + "</ul></html>\n")
                .header("content-security-policy", "default-src 'none'");
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
