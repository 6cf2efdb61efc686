package dev.sallyport.monitor.dashboard;

import static dev.sallyport.kit.route.Route.Open;
import static dev.sallyport.kit.route.Route.because;

import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.Access.Because;
import dev.sallyport.kit.route.Route;
import dev.sallyport.monitor.Health;
import dev.sallyport.monitor.history.History;
import dev.sallyport.monitor.history.KeptHistory;
import dev.sallyport.monitor.page.Pages;
import dev.sallyport.monitor.page.Part;
import dev.sallyport.monitor.page.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** {@code GET /dashboard}: the last 24 hours of this process, in charts. It shows what {@code /metrics} tells, and no more. */
public final class Dashboard {
    private static final Because OWN_ADDRESS =
            because("the monitor listens on an address of its own that the gateway never offers");

    private final KeptHistory kept;
    private final Supplier<Health> health;
    private final boolean mailbox;
    private final String version;
    private final Pages pages;
    private final InstantSource clock;
    private final Instant begun;
    private Part style;
    private Part script;

    /**
     * @param mailbox whether there is a mailbox to lead to
     * @param version what runs here
     */
    public Dashboard(
            KeptHistory kept,
            Supplier<Health> health,
            boolean mailbox,
            String version,
            Pages pages,
            InstantSource clock) {
        this.kept = kept;
        this.health = health;
        this.mailbox = mailbox;
        this.version = version;
        this.pages = pages;
        this.clock = clock;
        this.begun = clock.instant();
    }

    public List<Route> routes() {
        return List.of(Open("GET", Place.DASHBOARD.path(), this::page, OWN_ADDRESS));
    }

    private Response page(Request request) {
        parts();
        var span = DashboardView.Span.of(
                request.params().orElse(Params.NONE).first("hours").orElse(""));
        Instant now = clock.instant();
        History history = kept.history();
        var charts = new Charts(history, Math.floorDiv(now.getEpochSecond(), 60L), span.minutes(), span.columns());
        var view = new DashboardView(
                Place.all(mailbox),
                health.get(),
                charts.all(),
                charts.states(),
                span,
                now,
                Duration.between(begun, now),
                version,
                history.isEmpty(),
                style.text(),
                script.text());
        return pages.page("dashboard/dashboard.jte", view, policy());
    }

    private synchronized void parts() {
        if (style == null) {
            style = Part.of("base.css", "dashboard.css");
            script = Part.of("dashboard.js");
        }
    }

    private String policy() {
        return "default-src 'none'; style-src " + style.source() + "; script-src " + script.source()
                + "; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }
}
