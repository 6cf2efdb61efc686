package dev.sallyport.auth.authorize;

import dev.sallyport.auth.gate.SignOnCookies;
import dev.sallyport.auth.page.FlowFields;
import dev.sallyport.auth.page.Notice;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.credential.ProvePassword;
import dev.sallyport.domain.identity.LinkIdentity;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SignOn;
import dev.sallyport.kit.http.FormBody;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.PageVisitor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** {@code /sign-in} and {@code /choose-account}: who is it? */
public final class SignInPage {
    private static final Duration BUSY = Duration.ofSeconds(2);

    private final FlowPages pages;
    private final HomePage home;
    private final SignOn signOn;
    private final LinkIdentity link;
    private final SignOnCookies cookies;
    private final Screens screens;
    private final InstantSource clock;

    SignInPage(
            FlowPages pages,
            HomePage home,
            SignOn signOn,
            LinkIdentity link,
            SignOnCookies cookies,
            Screens screens,
            InstantSource clock) {
        this.pages = pages;
        this.home = home;
        this.signOn = signOn;
        this.link = link;
        this.cookies = cookies;
        this.screens = screens;
        this.clock = clock;
    }

    /** Without a flow there is nothing to sign in to here; the product's own sign-in is at its front page. */
    public Response get(Request request, PageVisitor visitor) {
        Optional<String> handle = request.params().flatMap(p -> p.first("flow"));
        return handle.isEmpty()
                ? Response.seeOther("/")
                : home.shown(handle.get(), request).orElseGet(() -> shown(request));
    }

    private Response shown(Request request) {
        return pages.shown(
                request,
                (opened, form) -> screens.signIn(
                        request,
                        opened.ask(),
                        form,
                        opened.ask().loginHint().orElse(""),
                        opened.flow().detour().map(SignInPage::notice)));
    }

    static Notice notice(Detour detour) {
        return detour.pending().isPresent()
                ? new Notice.ProveFirst(detour.label())
                : new Notice.ProviderFailed(detour.label());
    }

    public Response post(Request request, PageVisitor visitor) {
        return FormBody.read(
                request,
                params -> home.signedIn(params, request, visitor)
                        .orElseGet(() -> pages.posted(
                                request, params, (opened, form) -> signedIn(request, params, opened, form, visitor))));
    }

    private Response signedIn(
            Request request, Params params, FlowPages.Opened opened, FlowFields form, PageVisitor visitor) {
        String name = params.first("username").orElse("");
        var claim = new ProvePassword.Claim(
                name,
                Secret.of(params.first("password").orElse("")),
                request.cookie(SignOnCookies.KNOWN_BROWSER).orElse(""),
                request.peer());
        String device = request.headers().first("user-agent").orElse("");
        return switch (signOn.signOn(claim, visitor.sessions(), device)) {
            case SignOn.Outcome.SignedOn(var session, var person, var browser) -> {
                opened.flow()
                        .detour()
                        .flatMap(Detour::pending)
                        .ifPresent(who -> link.link(person, session.id(), who, request.peer()));
                List<Session> all = SignOnCookies.inFront(session, visitor.sessions());
                Flow flow = opened.flow().choosing(session.id().toString());
                yield cookies.set(pages.goOn(request, opened.ask(), flow, all), all, browser);
            }
            case SignOn.Outcome.Refused(var why) -> refused(request, opened, form, name, why);
        };
    }

    private Response refused(
            Request request, FlowPages.Opened opened, FlowFields form, String name, ProvePassword.Unproven why) {
        return screens.signIn(request, opened.ask(), form, name, Optional.of(notice(why, clock.instant())));
    }

    static Notice notice(ProvePassword.Unproven why, Instant now) {
        return switch (why) {
            case ProvePassword.Wrong() -> new Notice.Wrong();
            case ProvePassword.Suspended(var until) -> new Notice.Suspended(Duration.between(now, until));
            case ProvePassword.Crowded(var wait) -> new Notice.TooFast(wait);
            case ProvePassword.Busy() -> new Notice.Busy(BUSY);
        };
    }

    public Response accounts(Request request, PageVisitor visitor) {
        return pages.shown(request, (opened, form) -> screens.choose(request, opened.ask(), form, visitor.sessions()));
    }

    /** An account that is signed in here, or another one. */
    public Response choose(Request request, PageVisitor visitor) {
        return FormBody.read(
                request,
                params -> pages.posted(request, params, (opened, form) -> {
                    Optional<Session> chosen = visitor.sessions().stream()
                            .filter(s -> params.first("account")
                                    .filter(s.id().toString()::equals)
                                    .isPresent())
                            .findFirst();
                    return chosen.map(session -> {
                                List<Session> all = SignOnCookies.inFront(session, visitor.sessions());
                                Flow flow = opened.flow().choosing(session.id().toString());
                                return cookies.set(pages.goOn(request, opened.ask(), flow, all), all);
                            })
                            .orElseGet(() -> pages.to(request, "/sign-in", opened.ask(), opened.flow()));
                }));
    }
}
