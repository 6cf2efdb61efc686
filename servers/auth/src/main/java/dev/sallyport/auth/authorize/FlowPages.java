package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.OAuthError;
import dev.sallyport.auth.page.ErrorReason;
import dev.sallyport.auth.page.FlowFields;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.grant.Consent;
import dev.sallyport.domain.grant.ConsentStore;
import dev.sallyport.domain.grant.GrantAuthorization;
import dev.sallyport.domain.grant.GrantTerms;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.grant.UserCode;
import dev.sallyport.domain.session.Session;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** What every page of a flow does alike: open the flow, go on to what comes next, and end with a code. */
final class FlowPages {
    /** What a password alone reaches (NIST SP 800-63B-4 §2.1). */
    static final String ACR = "aal1";

    private final Flows flows;
    private final AuthorizeRequests requests;
    private final DeviceFlows devices;
    private final Authorization authorization;
    private final GrantAuthorization grants;
    private final ConsentStore consents;
    private final RecordEvent events;
    private final Screens screens;
    private final InstantSource clock;

    FlowPages(
            Flows flows,
            AuthorizeRequests requests,
            DeviceFlows devices,
            Authorization authorization,
            GrantAuthorization grants,
            ConsentStore consents,
            RecordEvent events,
            Screens screens,
            InstantSource clock) {
        this.flows = flows;
        this.requests = requests;
        this.devices = devices;
        this.authorization = authorization;
        this.grants = grants;
        this.consents = consents;
        this.events = events;
        this.screens = screens;
        this.clock = clock;
    }

    /** An opened flow and what it asks. */
    record Opened(Flow flow, String handle, AuthorizationRequest ask) {}

    /** Begins a flow with the parameters of an authorization request. */
    Response begin(Request request, Params sent, boolean pushed, List<Session> here) {
        return switch (requests.open(sent)) {
            case AuthorizeRequests.Opened.Broken(var back, var error) ->
                back.map(redirect -> redirect.error(request, error))
                        .orElseGet(() -> screens.error(request, ErrorReason.BAD_REQUEST));
            case AuthorizeRequests.Opened.Says(var params) -> begun(request, params, pushed, here);
        };
    }

    private Response begun(Request request, Params params, boolean pushed, List<Session> here) {
        return switch (requests.read(params, pushed)) {
            case AuthorizeRequests.Read.Unproven(var reason) -> screens.error(request, reason);
            case AuthorizeRequests.Read.Wrong(var redirect, var error) -> redirect.error(request, error);
            case AuthorizeRequests.Read.Good(var ask) -> {
                var browser = flows.browser(request);
                yield flows.remember(goOn(request, ask, flows.begin(browser, params, pushed), here), browser);
            }
        };
    }

    /** What {@code then} answers to the flow that the query names; or the page that says it has ended. */
    Response shown(Request request, BiFunction<Opened, FlowFields, Response> then) {
        return opened(request, request.params().flatMap(p -> p.first("flow")).orElse(""))
                .map(opened -> then.apply(opened, form(opened)))
                .orElseGet(() -> screens.error(request, ErrorReason.EXPIRED));
    }

    /** What {@code then} answers to the flow of a form that carries its CSRF value; or the page that says it has ended. */
    Response posted(Request request, Params form, BiFunction<Opened, FlowFields, Response> then) {
        return opened(request, form.first("flow").orElse(""))
                .filter(opened -> flows.isFrom(opened.flow(), form.first("csrf").orElse("")))
                .map(opened -> then.apply(opened, form(opened)))
                .orElseGet(() -> screens.error(request, ErrorReason.EXPIRED));
    }

    private FlowFields form(Opened opened) {
        return new FlowFields(opened.handle(), flows.csrf(opened.flow()));
    }

    /** A flow is checked again each time: a client disabled meanwhile is noticed (T19). */
    private Optional<Opened> opened(Request request, String handle) {
        return flows.open(handle, request).flatMap(flow -> ask(flow).map(ask -> new Opened(flow, handle, ask)));
    }

    /** A flow that comes back from a way outside the pages, with what it asks. */
    Optional<Opened> reopened(Flow flow) {
        return ask(flow).map(ask -> new Opened(flow, "", ask));
    }

    private Optional<AuthorizationRequest> ask(Flow flow) {
        if (flow.device().isPresent()) {
            return flow.device().flatMap(UserCode::parse).flatMap(devices::ask);
        }
        return requests.read(flow.params(), flow.pushed()) instanceof AuthorizeRequests.Read.Good(var ask)
                ? Optional.of(ask)
                : Optional.empty();
    }

    /** On to the next page, or back to the client. */
    Response goOn(Request request, AuthorizationRequest ask, Flow flow, List<Session> here) {
        return switch (authorization.next(ask, flow, here)) {
            case Authorization.Next.SignIn() -> to(request, "/sign-in", ask, flow);
            case Authorization.Next.SignUp() -> to(request, "/sign-up", ask, flow);
            case Authorization.Next.Choose() -> to(request, "/choose-account", ask, flow);
            case Authorization.Next.AskConsent asked -> to(request, "/consent", ask, flow);
            case Authorization.Next.ConfirmDevice asked -> to(request, "/device", ask, flow);
            case Authorization.Next.Grant(var session) -> granted(request, ask, session);
            case Authorization.Next.Fail(var error) -> ask.redirect().error(request, error);
        };
    }

    Response to(Request request, String page, AuthorizationRequest ask, Flow flow) {
        return flows.seal(flow)
                .map(handle -> Response.seeOther(page + "?flow=" + URLEncoder.encode(handle, StandardCharsets.UTF_8))
                        .header("cache-control", "no-store"))
                .orElseGet(() ->
                        ask.redirect().error(request, OAuthError.invalidRequest("the request is too long; push it")));
    }

    /** The person said yes. */
    Response consented(Request request, Opened opened, Session session) {
        if (!flows.end(opened.flow())) {
            return screens.error(request, ErrorReason.EXPIRED);
        }
        AuthorizationRequest ask = opened.ask();
        Instant now = clock.instant();
        var all = new TreeSet<>(ask.scope().tokens());
        consents.find(session.person(), ask.client().id())
                .ifPresent(c -> all.addAll(c.scope().tokens()));
        consents.remember(new Consent(session.person(), ask.client().id(), new Scope(all), now));
        events.record(
                AuditEvent.Kind.CONSENT_GIVEN,
                Optional.of(session.person()),
                Optional.of(session.id()),
                request.peer(),
                Map.of("client", ask.client().id().value(), "scope", ask.scope().toString()),
                now);
        return granted(request, ask, session);
    }

    Response denied(Request request, Opened opened) {
        return opened.ask()
                .redirect()
                .error(request, OAuthError.of(OAuthError.Code.ACCESS_DENIED, "the person did not consent"));
    }

    @Spec("OpenID Connect Core §3.1.2.5")
    private Response granted(Request request, AuthorizationRequest ask, Session session) {
        Secret code = grants.grant(new GrantAuthorization.Allowed(
                ask.client(),
                session,
                ask.scope(),
                terms(ask, session),
                ask.redirect().uri(),
                ask.challenge(),
                ask.nonce(),
                ask.key()));
        return ask.redirect().code(request, code.reveal());
    }

    /** On which terms somebody who is so signed in allows what is asked. */
    static GrantTerms terms(AuthorizationRequest ask, Session session) {
        return new GrantTerms(
                ask.resources(),
                Optional.of(session.authenticated()),
                session.methods(),
                Optional.of(ACR),
                Optional.empty(),
                ask.details(),
                ask.claims());
    }
}
