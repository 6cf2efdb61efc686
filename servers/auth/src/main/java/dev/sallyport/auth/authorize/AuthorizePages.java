package dev.sallyport.auth.authorize;

import static dev.sallyport.kit.route.Route.ForBrowserRefresh;
import static dev.sallyport.kit.route.Route.ForClient;
import static dev.sallyport.kit.route.Route.ForPage;
import static dev.sallyport.kit.route.Route.FromBrowser;
import static dev.sallyport.kit.route.Route.Open;
import static dev.sallyport.kit.route.Route.because;

import dev.sallyport.auth.AuthPorts;
import dev.sallyport.auth.gate.ClientProof.ClientLookup;
import dev.sallyport.auth.gate.SignOnCookies;
import dev.sallyport.auth.jose.RequestObjects;
import dev.sallyport.auth.logout.FrontChannelLogout;
import dev.sallyport.auth.oauth.PersonClaims;
import dev.sallyport.auth.oauth.Resources;
import dev.sallyport.auth.page.Pages;
import dev.sallyport.auth.upstream.Upstreams;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.grant.AnswerDevice;
import dev.sallyport.domain.grant.GrantAuthorization;
import dev.sallyport.domain.grant.TokenPolicy;
import dev.sallyport.domain.identity.LinkIdentity;
import dev.sallyport.domain.identity.SignOnElsewhere;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.domain.session.SignIn;
import dev.sallyport.domain.session.SignOn;
import dev.sallyport.domain.session.SignOut;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.token.OwnJwts;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** The authorization endpoint with its pages, put together. */
public final class AuthorizePages {
    private final AuthorizeEndpoint authorize;
    private final PushedRequests pushed;
    private final SignInPage signIn;
    private final SignUpPage signUp;
    private final HomeCalls home;
    private final UpstreamPage upstream;
    private final ConsentPage consent;
    private final SignOutPage signOut;
    private final DevicePage device;
    private final Pages pages;

    public AuthorizePages(
            AuthPorts ports,
            ClientLookup clients,
            TokenPolicy policy,
            SignOn signOn,
            SignIn webSignIn,
            SignOnElsewhere elsewhere,
            LinkIdentity link,
            Upstreams upstreams,
            SignOnCookies cookies,
            OwnJwts jwts,
            PersonClaims claims,
            RecordEvent events,
            AnswerDevice deviceAnswers,
            Pages pages,
            SignUpPage.Newcomers newcomers,
            RequestObjects objects,
            Set<String> detailTypes,
            Sealer sealer,
            InstantSource clock,
            RandomSource random) {
        var screens = new Screens(pages, ports.people(), upstreams, newcomers.open());
        var flows = new Flows(sealer, ports.values(), clock, random);
        var hints = new IdTokenHints(jwts, ports.people(), claims);
        var redirects = new ProveRedirect(policy.issuer(), screens);
        var requests = new AuthorizeRequests(
                clients,
                redirects,
                new SignedRequests(objects),
                new AuthorizeSteps(new Resources(policy.issuer()), detailTypes, newcomers.open()));
        var devices = new DeviceFlows(deviceAnswers, clients, redirects);
        var authorization = new Authorization(ports.consents(), hints, clock);
        var grants = new GrantAuthorization(ports.families(), ports.sessions(), ports.values(), policy, clock, random);
        var flowPages = new FlowPages(
                flows, requests, devices, authorization, grants, ports.consents(), events, screens, clock);
        this.authorize = new AuthorizeEndpoint(flowPages, ports.values(), screens, clock);
        this.pushed = new PushedRequests(requests, ports.values(), clock, random);
        var trips = new Trips(flows, sealer, ports.values(), random);
        var departure = new Departure(trips, upstreams);
        var connect = new Connect(link, ports.people(), clock);
        var entry = new HomeEntry(cookies, clock);
        var homePage = new HomePage(flows, departure, webSignIn, connect, entry, upstreams, screens, clock);
        var homeReturn = new HomeReturn(homePage, entry, elsewhere, webSignIn, connect);
        this.home = new HomeCalls(flows, departure, upstreams);
        this.signIn = new SignInPage(flowPages, homePage, signOn, link, cookies, screens, clock);
        this.signUp = new SignUpPage(flowPages, homePage, newcomers, screens);
        this.upstream =
                new UpstreamPage(flowPages, homePage, homeReturn, trips, upstreams, elsewhere, cookies, screens);
        this.consent = new ConsentPage(flowPages, authorization, screens);
        this.device = new DevicePage(flows, flowPages, devices, authorization, screens);
        this.pages = pages;
        this.signOut = new SignOutPage(
                flows,
                clients,
                hints,
                new SignOut(ports.sessions(), events, clock),
                new FrontChannelLogout(policy.issuer(), clients, ports.sessions()),
                cookies,
                screens);
    }

    public List<Route> routes() {
        return List.of(
                ForPage("GET", "/oauth2/authorize", authorize::get),
                Open("POST", "/oauth2/authorize", authorize::post, because("it only redirects to itself")),
                ForClient("POST", "/oauth2/par", pushed::handle),
                ForPage("GET", "/sign-in", signIn::get),
                ForPage("POST", "/sign-in", signIn::post),
                ForPage("GET", "/sign-up", signUp::get),
                ForPage("POST", "/sign-up", signUp::post),
                ForPage("POST", "/sign-in/with/{id}", upstream::post),
                ForPage("GET", "/sign-in/from/{id}", upstream::get),
                Open("POST", "/sign-in/from/{id}", upstream::posted, because("it only redirects to itself")),
                Open("GET", "/v1/auth/providers", home::providers, because("the sign-in page shows them to anybody")),
                FromBrowser(
                        "POST", "/v1/auth/elsewhere_web", home::signIn, because("who comes by it signs in elsewhere")),
                ForBrowserRefresh("POST", "/v1/auth/connect_web", home::connect),
                ForPage("GET", "/choose-account", signIn::accounts),
                ForPage("POST", "/choose-account", signIn::choose),
                ForPage("GET", "/consent", consent::get),
                ForPage("POST", "/consent", consent::post),
                ForPage("GET", "/device", device::get),
                ForPage("POST", "/device", device::post),
                ForPage("GET", "/oauth2/logout", signOut::get),
                Open("POST", "/oauth2/logout", signOut::post, because("it only redirects to itself")),
                ForPage("GET", "/sign-out", signOut::page),
                ForPage("POST", "/sign-out", signOut::end),
                Open("GET", "/brand/logo", pages::logo, because("the mark is on every page")));
    }
}
