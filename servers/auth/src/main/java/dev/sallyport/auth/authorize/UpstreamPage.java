package dev.sallyport.auth.authorize;

import dev.sallyport.auth.gate.SignOnCookies;
import dev.sallyport.auth.page.ErrorReason;
import dev.sallyport.auth.upstream.Answer;
import dev.sallyport.auth.upstream.Upstream;
import dev.sallyport.auth.upstream.Upstreams;
import dev.sallyport.domain.identity.Introduction;
import dev.sallyport.domain.identity.SignOnElsewhere;
import dev.sallyport.domain.session.Session;
import dev.sallyport.kit.http.FormBody;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.PageVisitor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /sign-in/with/ID} and {@code /sign-in/from/ID}: over to another provider, and back (L16). */
public final class UpstreamPage {
    /** What an answer says; {@code user} is Apple's. */
    private static final Set<String> ANSWER = Set.of("code", "state", "iss", "error", "user");

    private final FlowPages pages;
    private final HomePage home;
    private final HomeReturn homeReturn;
    private final Trips trips;
    private final Upstreams upstreams;
    private final SignOnElsewhere signOn;
    private final SignOnCookies cookies;
    private final Screens screens;

    UpstreamPage(
            FlowPages pages,
            HomePage home,
            HomeReturn homeReturn,
            Trips trips,
            Upstreams upstreams,
            SignOnElsewhere signOn,
            SignOnCookies cookies,
            Screens screens) {
        this.pages = pages;
        this.home = home;
        this.homeReturn = homeReturn;
        this.trips = trips;
        this.upstreams = upstreams;
        this.signOn = signOn;
        this.cookies = cookies;
        this.screens = screens;
    }

    public Response post(Request request, PageVisitor visitor) {
        return FormBody.read(
                request,
                params -> home.over(params, request)
                        .orElseGet(() -> pages.posted(request, params, (opened, form) -> chosen(request, opened))));
    }

    private Response chosen(Request request, FlowPages.Opened opened) {
        return upstreams
                .byId(request.variable("id"))
                .filter(upstream -> upstream.provesAnew() || !opened.ask().wantsProofAnew())
                .map(upstream -> over(request, opened, upstream))
                .orElseGet(() -> screens.error(request, ErrorReason.NOT_FOUND));
    }

    private Response over(Request request, FlowPages.Opened opened, Upstream upstream) {
        return trips.begin(opened.flow(), upstream.id(), opened.ask().wantsProofAnew())
                .flatMap(journey -> upstreams.begin(upstream, journey))
                .map(Departure::redirect)
                .orElseGet(() -> failed(request, opened, upstream));
    }

    /**
     * Back from a provider that answers by a form of its own site, to which the browser gives no cookie of ours. The redirect to
     * ourselves brings it, and there it is looked whether this browser began the flow (T11).
     */
    public Response posted(Request request) {
        return upstreams
                .byId(request.variable("id"))
                .filter(Upstream::answersByForm)
                .map(upstream -> FormBody.read(
                        request,
                        form -> Departure.redirect("/sign-in/from/" + upstream.id() + "?"
                                + kept(form).encoded())))
                .orElseGet(() -> screens.error(request, ErrorReason.NOT_FOUND));
    }

    private static Params kept(Params form) {
        var kept = new LinkedHashMap<>(form.all());
        kept.keySet().retainAll(ANSWER);
        return Params.of(kept);
    }

    /** Back from a provider. Without a state of this browser there is no flow to go back to. */
    public Response get(Request request, PageVisitor visitor) {
        Params back = request.params().orElse(Params.NONE);
        String state = back.first("state").orElse("");
        return upstreams
                .byId(request.variable("id"))
                .flatMap(upstream -> trips.end(state, upstream.id(), request)
                        .flatMap(trip -> returned(request, upstream, trip, back, visitor)))
                .orElseGet(() -> screens.error(request, ErrorReason.PROVIDER));
    }

    private Optional<Response> returned(
            Request request, Upstream upstream, Trips.Ended trip, Params back, PageVisitor visitor) {
        Optional<Home> asks = trip.flow().home();
        if (asks.isPresent()) {
            Answer answer = upstreams.finish(upstream, trip.journey(), back);
            return Optional.of(homeReturn.answered(request, trip.flow(), asks.get(), upstream, answer, visitor));
        }
        return pages.reopened(trip.flow()).map(opened -> switch (upstreams.finish(upstream, trip.journey(), back)) {
            case Answer.Failed _ -> failed(request, opened, upstream);
            case Answer.Introduced(var who) -> introduced(request, opened, who, visitor);
        });
    }

    private Response introduced(Request request, FlowPages.Opened opened, Introduction who, PageVisitor visitor) {
        String device = request.headers().first("user-agent").orElse("");
        return switch (signOn.signOn(who, visitor.sessions(), device, request.peer())) {
            case SignOnElsewhere.Outcome.SignedOn(var session) -> {
                List<Session> all = SignOnCookies.inFront(session, visitor.sessions());
                Flow flow = opened.flow().choosing(session.id().toString());
                yield cookies.set(pages.goOn(request, opened.ask(), flow, all), all);
            }
            case SignOnElsewhere.Outcome.ProveFirst() ->
                signIn(request, opened, new Detour(who.label(), Optional.of(who)));
            case SignOnElsewhere.Outcome.Closed() -> signIn(request, opened, new Detour(who.label(), Optional.empty()));
        };
    }

    private Response failed(Request request, FlowPages.Opened opened, Upstream upstream) {
        return signIn(request, opened, new Detour(upstream.label(), Optional.empty()));
    }

    /** Back to the sign-in page, where the address bar holds no code and no state any more. */
    private Response signIn(Request request, FlowPages.Opened opened, Detour detour) {
        return pages.to(request, "/sign-in", opened.ask(), opened.flow().after(detour));
    }
}
