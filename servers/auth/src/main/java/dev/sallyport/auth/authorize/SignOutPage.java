package dev.sallyport.auth.authorize;

import dev.sallyport.auth.endpoint.WebCookies;
import dev.sallyport.auth.gate.ClientProof.ClientLookup;
import dev.sallyport.auth.gate.SignOnCookies;
import dev.sallyport.auth.logout.FrontChannelLogout;
import dev.sallyport.auth.page.ErrorReason;
import dev.sallyport.auth.page.FlowFields;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SignOut;
import dev.sallyport.kit.http.FormBody;
import dev.sallyport.kit.http.Params;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.PageVisitor;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * {@code /oauth2/logout} and {@code /sign-out}: a client asks for the end of the sign-on session (OpenID Connect RP-Initiated
 * Logout), the person says yes, and the browser goes back only where the client has registered.
 */
public final class SignOutPage {
    private final Flows flows;
    private final ClientLookup clients;
    private final IdTokenHints hints;
    private final SignOut signOut;
    private final FrontChannelLogout frontChannel;
    private final SignOnCookies cookies;
    private final Screens screens;

    SignOutPage(
            Flows flows,
            ClientLookup clients,
            IdTokenHints hints,
            SignOut signOut,
            FrontChannelLogout frontChannel,
            SignOnCookies cookies,
            Screens screens) {
        this.flows = flows;
        this.clients = clients;
        this.hints = hints;
        this.signOut = signOut;
        this.frontChannel = frontChannel;
        this.cookies = cookies;
        this.screens = screens;
    }

    @Spec("OpenID Connect RP-Initiated Logout §2")
    public Response get(Request request, PageVisitor visitor) {
        return request.params()
                .map(params -> begun(request, params))
                .orElseGet(() -> screens.error(request, ErrorReason.BAD_REQUEST));
    }

    /** By a form of another site, which brings no cookie of ours; the redirect to ourselves does. */
    public Response post(Request request) {
        return FormBody.read(request, form -> Response.seeOther("/oauth2/logout?" + form.encoded()));
    }

    private Response begun(Request request, Params params) {
        if (!params.repeated().isEmpty()) {
            return screens.error(request, ErrorReason.BAD_REQUEST);
        }
        Optional<String> back = params.first("post_logout_redirect_uri");
        Optional<Client> client = client(params);
        if (back.isPresent() && client.filter(c -> isOwn(c, back.get())).isEmpty()) {
            return screens.error(request, ErrorReason.WRONG_REDIRECT);
        }
        var browser = flows.browser(request);
        return flows.seal(flows.begin(browser, params, false))
                .map(handle -> flows.remember(Response.seeOther("/sign-out?flow=" + Params.encoded(handle)), browser))
                .orElseGet(() -> screens.error(request, ErrorReason.BAD_REQUEST));
    }

    /** By {@code client_id} or by whom the hint was given to; where both are there they agree. */
    private Optional<Client> client(Params params) {
        Optional<String> hinted =
                params.first("id_token_hint").flatMap(hints::read).map(IdTokenHints.Hint::client);
        Optional<String> named = params.first("client_id");
        boolean agree = hinted.isEmpty() || named.isEmpty() || hinted.equals(named);
        return agree ? named.or(() -> hinted).flatMap(this::known) : Optional.empty();
    }

    private Optional<Client> known(String id) {
        try {
            return clients.byId(new ClientId(id)).filter(Client::enabled);
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    @Spec("OpenID Connect RP-Initiated Logout §3")
    private static boolean isOwn(Client client, String uri) {
        return client.metadata().postLogoutRedirects().contains(uri);
    }

    public Response page(Request request, PageVisitor visitor) {
        Optional<String> handle = request.params().flatMap(p -> p.first("flow"));
        if (handle.isEmpty()) {
            return begun(request, Params.NONE);
        }
        Optional<Flow> flow = flows.open(handle.get(), request);
        if (flow.isEmpty()) {
            return screens.error(request, ErrorReason.EXPIRED);
        }
        Params params = flow.get().params();
        var form = new FlowFields(handle.get(), flows.csrf(flow.get()));
        return visitor.current()
                .flatMap(screens::account)
                .map(account -> screens.signOut(request, client(params), params, form, account))
                .orElseGet(() -> left(request, params, List.of()));
    }

    public Response end(Request request, PageVisitor visitor) {
        return FormBody.read(request, form -> {
            Optional<Flow> flow = flows.open(form.first("flow").orElse(""), request)
                    .filter(f -> flows.isFrom(f, form.first("csrf").orElse("")));
            if (flow.isEmpty()) {
                return screens.error(request, ErrorReason.EXPIRED);
            }
            if (form.first("decision").filter("stay"::equals).isPresent()) {
                return Response.seeOther("/");
            }
            return ended(request, flow.get().params(), visitor);
        });
    }

    /** The person in use is signed out of this browser, of the product's own web app too; other people stay. */
    private Response ended(Request request, Params params, PageVisitor visitor) {
        Predicate<Session> theirs = s ->
                visitor.current().filter(c -> c.person().equals(s.person())).isPresent();
        List<Session> gone = visitor.sessions().stream().filter(theirs).toList();
        List<Session> others =
                visitor.sessions().stream().filter(theirs.negate()).toList();
        List<URI> frames = frontChannel.frames(gone);
        gone.forEach(s -> signOut.signOut(s.id(), s.person(), request.peer()));
        Response answer = cookies.set(left(request, params, frames), others);
        return gone.stream().anyMatch(s -> s.kind() == Session.Kind.WEB) ? WebCookies.forget(answer) : answer;
    }

    /** Back to the client; by way of the signed-out page where clients are told in frames of it. */
    private Response left(Request request, Params params, List<URI> frames) {
        Optional<Client> client = client(params);
        Optional<String> back = params.first("post_logout_redirect_uri")
                .filter(uri -> client.filter(c -> isOwn(c, uri)).isPresent())
                .map(uri -> uri
                        + params.first("state")
                                .map(state -> (uri.indexOf('?') < 0 ? "?" : "&") + "state=" + Params.encoded(state))
                                .orElse(""));
        return back.filter(uri -> frames.isEmpty())
                .map(Response::seeOther)
                .orElseGet(() -> screens.signedOut(request, client, params, back.map(URI::create), frames));
    }
}
