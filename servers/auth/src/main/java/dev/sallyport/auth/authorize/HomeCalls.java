package dev.sallyport.auth.authorize;

import dev.sallyport.auth.upstream.Upstream;
import dev.sallyport.auth.upstream.Upstreams;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.JsonBody;
import dev.sallyport.kit.route.BrowserSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code GET /v1/auth/providers}, {@code POST /v1/auth/elsewhere_web} and {@code POST /v1/auth/connect_web}: how the product's own web
 * app sends somebody to another provider. The address is told and not redirected to, so that the app need not allow its forms to lead
 * anywhere.
 */
public final class HomeCalls {
    private static final Duration AWAY = Duration.ofSeconds(5);

    private final Flows flows;
    private final Departure departure;
    private final Upstreams upstreams;

    HomeCalls(Flows flows, Departure departure, Upstreams upstreams) {
        this.flows = flows;
        this.departure = departure;
        this.upstreams = upstreams;
    }

    /**
     * The body.
     *
     * @param provider one of {@code /v1/auth/providers}
     * @param then the path of the app to come back to
     */
    public record Body(String provider, String then) {}

    record ProviderView(String id, String name) {}

    record Providers(List<ProviderView> items) {}

    /** Who may be asked, in the order of the configuration: names and no secrets. */
    public Response providers(Request request) {
        var items = upstreams.offered(false).stream()
                .map(upstream -> new ProviderView(upstream.id(), upstream.label()))
                .toList();
        return Response.json(200, new Providers(items)).header("cache-control", "public, max-age=300");
    }

    public Response signIn(Request request) {
        return JsonBody.read(request, Body.class, body -> begun(request, body, Optional.empty()));
    }

    /** For somebody who is signed in and wants another account to sign them in, too. */
    public Response connect(Request request, BrowserSession session) {
        return JsonBody.read(
                request,
                Body.class,
                body -> begun(request, body, Optional.of(session.session().toString())));
    }

    private Response begun(Request request, Body body, Optional<String> connecting) {
        Optional<Upstream> upstream = upstreams.byId(body.provider());
        if (upstream.isEmpty()) {
            return invalid("/provider", "must be one of those that /v1/auth/providers tells");
        }
        if (!Home.isPath(body.then())) {
            return invalid("/then", "must be a path of the web app, such as /account");
        }
        var browser = flows.browser(request);
        Flow flow = flows.begin(browser, Params.NONE, false).forHome(new Home(body.then(), connecting));
        return departure
                .to(upstream.get(), flow)
                .map(address -> flows.remember(
                        Response.json(200, Map.of("location", address)).header("cache-control", "no-store"), browser))
                .orElseGet(() -> Problem.of(
                                503, "provider-away", "The other site cannot be reached", "Try again in a moment.")
                        .retryAfter(AWAY));
    }

    private static Response invalid(String pointer, String detail) {
        return Problem.invalid(List.of(new Problem.FieldError(pointer, detail))).response();
    }
}
