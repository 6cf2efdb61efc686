package dev.sallyport.auth.authorize;

import dev.sallyport.auth.endpoint.WebCookies;
import dev.sallyport.auth.gate.SignOnCookies;
import dev.sallyport.auth.page.ErrorReason;
import dev.sallyport.auth.page.FlowFields;
import dev.sallyport.auth.page.Notice;
import dev.sallyport.auth.upstream.Upstream;
import dev.sallyport.auth.upstream.Upstreams;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.credential.ProvePassword;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SignIn;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.PageVisitor;
import java.time.InstantSource;
import java.util.Optional;

/** {@code /sign-in} in a flow that the product's own web app began, where the way by another provider did not suffice. */
final class HomePage {
    private final Flows flows;
    private final Departure departure;
    private final SignIn signIn;
    private final Connect connect;
    private final HomeEntry entry;
    private final Upstreams upstreams;
    private final Screens screens;
    private final InstantSource clock;

    HomePage(
            Flows flows,
            Departure departure,
            SignIn signIn,
            Connect connect,
            HomeEntry entry,
            Upstreams upstreams,
            Screens screens,
            InstantSource clock) {
        this.flows = flows;
        this.departure = departure;
        this.signIn = signIn;
        this.connect = connect;
        this.entry = entry;
        this.upstreams = upstreams;
        this.screens = screens;
        this.clock = clock;
    }

    private record Opened(Flow flow, Home home, FlowFields form) {}

    private Optional<Opened> opened(String handle, Request request) {
        return flows.open(handle, request)
                .flatMap(flow ->
                        flow.home().map(home -> new Opened(flow, home, new FlowFields(handle, flows.csrf(flow)))));
    }

    boolean isHome(String handle, Request request) {
        return opened(handle, request).isPresent();
    }

    /** The sign-in page; nothing where the handle is of another flow. */
    Optional<Response> shown(String handle, Request request) {
        return opened(handle, request)
                .map(opened -> screens.signInAtHome(
                        request, opened.form(), "", opened.flow().detour().map(SignInPage::notice)));
    }

    /** The form of the sign-in page; nothing where the handle is of another flow. */
    Optional<Response> signedIn(Params params, Request request, PageVisitor visitor) {
        return opened(params.first("flow").orElse(""), request)
                .map(opened -> isFrom(opened, params)
                        ? proven(params, request, opened, visitor)
                        : screens.error(request, ErrorReason.EXPIRED));
    }

    /** The button of a provider on the sign-in page; nothing where the handle is of another flow. */
    Optional<Response> over(Params params, Request request) {
        return opened(params.first("flow").orElse(""), request)
                .map(opened -> upstreams
                        .byId(request.variable("id"))
                        .filter(upstream -> isFrom(opened, params))
                        .map(upstream -> departure
                                .to(upstream, opened.flow())
                                .map(Departure::redirect)
                                .orElseGet(() -> failed(request, opened.flow(), upstream)))
                        .orElseGet(() -> screens.error(
                                request, isFrom(opened, params) ? ErrorReason.NOT_FOUND : ErrorReason.EXPIRED)));
    }

    private boolean isFrom(Opened opened, Params params) {
        return flows.isFrom(opened.flow(), params.first("csrf").orElse(""));
    }

    private Response proven(Params params, Request request, Opened opened, PageVisitor visitor) {
        String name = params.first("username").orElse("");
        var claim = new ProvePassword.Claim(
                name,
                Secret.of(params.first("password").orElse("")),
                request.cookie(SignOnCookies.KNOWN_BROWSER).orElse(""),
                request.peer());
        return switch (signIn.signIn(new SignIn.Ask(claim, Session.Kind.WEB, SignIn.FIRST_PARTY, device(request)))) {
            case SignIn.Outcome.Refused(var why) -> {
                Notice notice = SignInPage.notice(why, clock.instant());
                yield screens.signInAtHome(request, opened.form(), name, Optional.of(notice));
            }
            case SignIn.Outcome.SignedIn(var session, var person, var tokens, var csrf, var browser) -> {
                Optional<Connect.Came> came = opened.flow()
                        .detour()
                        .flatMap(Detour::pending)
                        .map(who -> connect.link(person, session, who, request.peer()));
                var in = new SignIn.Opened(session, person, tokens, csrf);
                yield entry.enter(opened.home(), came, in, visitor).cookie(WebCookies.knownBrowser(browser));
            }
        };
    }

    Response failed(Request request, Flow flow, Upstream upstream) {
        return signInPage(request, flow.after(new Detour(upstream.label(), Optional.empty())));
    }

    /** To the sign-in page, where the address bar holds no code and no state any more. */
    Response signInPage(Request request, Flow flow) {
        return flows.seal(flow)
                .map(handle -> Departure.redirect("/sign-in?flow=" + handle))
                .orElseGet(() -> screens.error(request, ErrorReason.PROVIDER));
    }

    private static String device(Request request) {
        return request.headers().first("user-agent").orElse("");
    }
}
