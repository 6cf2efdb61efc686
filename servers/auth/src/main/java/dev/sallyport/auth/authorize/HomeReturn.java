package dev.sallyport.auth.authorize;

import dev.sallyport.auth.upstream.Answer;
import dev.sallyport.auth.upstream.Upstream;
import dev.sallyport.domain.identity.Introduction;
import dev.sallyport.domain.identity.SignOnElsewhere;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SignIn;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.PageVisitor;
import java.util.Optional;

/** The way back from another provider in a flow that the product's own web app began. */
final class HomeReturn {
    private final HomePage page;
    private final HomeEntry entry;
    private final SignOnElsewhere elsewhere;
    private final SignIn signIn;
    private final Connect connect;

    HomeReturn(HomePage page, HomeEntry entry, SignOnElsewhere elsewhere, SignIn signIn, Connect connect) {
        this.page = page;
        this.entry = entry;
        this.elsewhere = elsewhere;
        this.signIn = signIn;
        this.connect = connect;
    }

    /** What follows from the provider's answer. */
    Response answered(Request request, Flow flow, Home home, Upstream upstream, Answer answer, PageVisitor visitor) {
        boolean connecting = home.connecting().isPresent();
        return switch (answer) {
            case Answer.Failed _ when connecting -> HomeEntry.back(home, Optional.of(Connect.Came.FAILED));
            case Answer.Failed _ -> page.failed(request, flow, upstream);
            case Answer.Introduced(var who) when connecting -> connecting(request, flow, home, who, visitor);
            case Answer.Introduced(var who) -> signingIn(request, flow, home, who, visitor);
        };
    }

    private Response signingIn(Request request, Flow flow, Home home, Introduction who, PageVisitor visitor) {
        return switch (elsewhere.recognise(who, request.peer())) {
            case SignOnElsewhere.Recognised.Somebody(var person) ->
                entry.enter(home, Optional.empty(), admitted(request, person), visitor);
            case SignOnElsewhere.Recognised.Nobody() ->
                page.signInPage(request, flow.after(new Detour(who.label(), Optional.of(who))));
            case SignOnElsewhere.Recognised.Closed() ->
                page.signInPage(request, flow.after(new Detour(who.label(), Optional.empty())));
        };
    }

    /** Whoever must prove an account here first may do that by another provider that signs them in already. */
    private Response connecting(Request request, Flow flow, Home home, Introduction who, PageVisitor visitor) {
        Optional<Introduction> pending = flow.detour().flatMap(Detour::pending);
        if (pending.isEmpty()) {
            return connected(request, flow, home, who, visitor);
        }
        return switch (elsewhere.known(who)) {
            case SignOnElsewhere.Recognised.Somebody(var person) -> {
                SignIn.Opened in = admitted(request, person);
                Connect.Came came = connect.link(person, in.session(), pending.get(), request.peer());
                yield entry.enter(home, Optional.of(came), in, visitor);
            }
            case SignOnElsewhere.Recognised.Nobody(), SignOnElsewhere.Recognised.Closed() ->
                page.signInPage(request, flow);
        };
    }

    /** To whom the account elsewhere is connected was said when the flow began, and is still signed in here. */
    private Response connected(Request request, Flow flow, Home home, Introduction who, PageVisitor visitor) {
        Optional<Session> session = visitor.sessions().stream()
                .filter(s -> home.connecting().equals(Optional.of(s.id().toString())))
                .findFirst();
        if (session.isEmpty()) {
            return HomeEntry.back(home, Optional.of(Connect.Came.FAILED));
        }
        return connect.isFresh(session.get())
                ? HomeEntry.back(home, Optional.of(connect.link(session.get(), who, request.peer())))
                : page.signInPage(request, flow.after(new Detour(who.label(), Optional.of(who))));
    }

    private SignIn.Opened admitted(Request request, Person person) {
        String device = request.headers().first("user-agent").orElse("");
        return signIn.admit(
                person,
                new SignIn.Admission(
                        SignOnElsewhere.FEDERATED, Session.Kind.WEB, SignIn.FIRST_PARTY, device, request.peer()));
    }
}
