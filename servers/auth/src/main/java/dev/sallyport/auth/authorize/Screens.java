package dev.sallyport.auth.authorize;

import dev.sallyport.auth.page.Account;
import dev.sallyport.auth.page.Asked;
import dev.sallyport.auth.page.AskingClient;
import dev.sallyport.auth.page.ChooseAccountView;
import dev.sallyport.auth.page.ConsentView;
import dev.sallyport.auth.page.Detail;
import dev.sallyport.auth.page.DeviceView;
import dev.sallyport.auth.page.ErrorReason;
import dev.sallyport.auth.page.ErrorView;
import dev.sallyport.auth.page.FlowFields;
import dev.sallyport.auth.page.FormPostView;
import dev.sallyport.auth.page.Notice;
import dev.sallyport.auth.page.Onward;
import dev.sallyport.auth.page.PageContext;
import dev.sallyport.auth.page.Pages;
import dev.sallyport.auth.page.SignInView;
import dev.sallyport.auth.page.SignOutView;
import dev.sallyport.auth.page.SignUpView;
import dev.sallyport.auth.page.SignedOutView;
import dev.sallyport.auth.upstream.Upstreams;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.RedirectUris;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.session.Session;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows the pages of a flow: turns who asks, who is here and what is asked into what a page shows. */
final class Screens {
    /** How long, in seconds, the signed-out page lets the frames of clients load. */
    private static final int FRAMES_LOAD = 3;

    private final Pages pages;
    private final PersonStore people;
    private final Upstreams upstreams;
    private final boolean registration;

    /** @param registration whether strangers may open accounts */
    Screens(Pages pages, PersonStore people, Upstreams upstreams, boolean registration) {
        this.pages = pages;
        this.people = people;
        this.upstreams = upstreams;
        this.registration = registration;
    }

    /** The tag of the best language for the request. */
    String language(Request request) {
        return pages.language(request);
    }

    Response signIn(Request request, AuthorizationRequest ask, FlowFields form, String name, Optional<Notice> notice) {
        List<SignInView.Provider> providers = providers(ask.wantsProofAnew());
        var view = new SignInView(form, Optional.of(asking(ask)), name, notice, true, registration, providers);
        PageContext context = context(request, ask);
        return pages.signIn(providers.isEmpty() ? context : context.leading(new Onward.Anywhere()), view);
    }

    /** The same for the product's own web app, which is no client that a page would name. */
    Response signInAtHome(Request request, FlowFields form, String name, Optional<Notice> notice) {
        var view = new SignInView(form, Optional.empty(), name, notice, true, registration, providers(false));
        return pages.signIn(pages.context(request, "").leading(new Onward.Anywhere()), view);
    }

    private List<SignInView.Provider> providers(boolean anew) {
        return upstreams.offered(anew).stream()
                .map(upstream -> new SignInView.Provider(upstream.id(), upstream.label()))
                .toList();
    }

    Response signUp(
            Request request,
            AuthorizationRequest ask,
            FlowFields form,
            String email,
            String name,
            int shortest,
            Optional<Notice> notice) {
        return pages.signUp(
                context(request, ask), new SignUpView.Form(form, asking(ask), email, name, shortest, notice));
    }

    Response letterSent(Request request, AuthorizationRequest ask, FlowFields form, String email) {
        return pages.signUp(context(request, ask), new SignUpView.Sent(form.flow(), asking(ask), email));
    }

    Response consent(Request request, AuthorizationRequest ask, FlowFields form, Account account) {
        return pages.consent(
                context(request, ask),
                new ConsentView(form, asking(ask), account, asked(ask), Optional.empty(), Optional.empty()));
    }

    private static Asked asked(AuthorizationRequest ask) {
        return new Asked(
                List.copyOf(ask.scope().tokens()),
                ask.resources().stream().map(URI::create).toList(),
                ask.details().stream()
                        .flatMap(text ->
                                Json.tree(text.getBytes(StandardCharsets.UTF_8)).valueStream())
                        .map(Detail::of)
                        .toList());
    }

    Response choose(Request request, AuthorizationRequest ask, FlowFields form, List<Session> here) {
        var seen = new HashSet<PersonId>();
        List<Account> accounts = here.stream()
                .filter(s -> seen.add(s.person()))
                .flatMap(s -> account(s).stream())
                .toList();
        return pages.chooseAccount(
                context(request, ask), new ChooseAccountView(form, Optional.of(asking(ask)), accounts));
    }

    Response signOut(Request request, Optional<Client> client, Params asked, FlowFields form, Account account) {
        Onward onward = asked.first("post_logout_redirect_uri")
                .map(uri -> Onward.to(URI.create(uri)))
                .orElse(Onward.HERE);
        return pages.signOut(
                context(request, asked).leading(onward), new SignOutView(form, client.map(Screens::asking), account));
    }

    /** With frames to load, the page goes on by itself after a while; who does not want to wait has a link. */
    Response signedOut(Request request, Optional<Client> client, Params asked, Optional<URI> back, List<URI> frames) {
        Response page =
                pages.signedOut(context(request, asked), new SignedOutView(client.map(Screens::asking), back, frames));
        return back.filter(uri -> RedirectUris.objection(uri.toString()).isEmpty())
                .map(uri -> page.header("refresh", FRAMES_LOAD + ";url=" + uri))
                .orElse(page);
    }

    Response device(Request request, DeviceView view) {
        return pages.device(pages.context(request, ""), view);
    }

    /** Whether the device that shows this code may have what it asks for; nothing when the account is no longer active. */
    Optional<Response> confirm(Request request, AuthorizationRequest ask, FlowFields form, Session session) {
        return ask.device()
                .flatMap(device -> account(session).map(account -> {
                    var view = new DeviceView.Confirm(
                            form, asking(ask), account, device.code().toString(), asked(ask));
                    return device(request, view);
                }));
    }

    Response error(Request request, ErrorReason reason) {
        return pages.error(pages.context(request, ""), ErrorView.of(reason, request.id()));
    }

    /** The answer to the client as a form that the browser posts. */
    Response formPost(Request request, Client client, String uri, Map<String, String> parameters) {
        var fields = parameters.entrySet().stream()
                .map(e -> new FormPostView.Field(e.getKey(), e.getValue()))
                .toList();
        URI target = URI.create(uri);
        return pages.formPost(pages.context(request, ""), new FormPostView(asking(client, target), target, fields));
    }

    /** Who is behind a session, as long as the account is active. */
    Optional<Account> account(Session session) {
        return person(session.person())
                .map(p ->
                        new Account(session.id().toString(), p.name(), p.email().value()));
    }

    private Optional<Person> person(PersonId id) {
        return people.byId(id).filter(Person::isActive);
    }

    private PageContext context(Request request, AuthorizationRequest ask) {
        return pages.context(request, ask.locales().orElse(""))
                .leading(Onward.to(URI.create(ask.redirect().uri())));
    }

    private PageContext context(Request request, Params asked) {
        return pages.context(request, asked.first("ui_locales").orElse(""));
    }

    private static AskingClient asking(AuthorizationRequest ask) {
        return ask.device().isPresent()
                ? asking(ask.client())
                : asking(ask.client(), URI.create(ask.redirect().uri()));
    }

    private static AskingClient asking(Client client, URI target) {
        return new AskingClient(client.name(), target.getHost() == null ? "" : target.getHost(), described(client));
    }

    private static AskingClient asking(Client client) {
        return new AskingClient(client.name(), "", described(client));
    }

    private static Optional<String> described(Client client) {
        return client.origin() == Client.Origin.DOCUMENT
                ? Optional.of(URI.create(client.id().value()).getAuthority())
                : Optional.empty();
    }
}
