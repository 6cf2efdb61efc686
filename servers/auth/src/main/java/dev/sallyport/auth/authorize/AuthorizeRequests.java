package dev.sallyport.auth.authorize;

import dev.sallyport.auth.gate.ClientProof.ClientLookup;
import dev.sallyport.auth.oauth.OAuthError;
import dev.sallyport.auth.page.ErrorReason;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.kit.http.Params;
import java.util.List;
import java.util.Optional;

/** Turns parameters into an authorization request: first the client and the way back are proven, then every check is made. */
final class AuthorizeRequests {
    private final ClientLookup clients;
    private final ProveRedirect redirects;
    private final SignedRequests objects;
    private final AuthorizeSteps steps;

    AuthorizeRequests(ClientLookup clients, ProveRedirect redirects, SignedRequests objects, AuthorizeSteps steps) {
        this.clients = clients;
        this.redirects = redirects;
        this.objects = objects;
        this.steps = steps;
    }

    /** What came of opening a request. */
    sealed interface Opened {
        /** @param params the ones that count from here on */
        record Says(Params params) implements Opened {}

        /** @param back where the error may go, if anywhere */
        record Broken(Optional<VerifiedRedirect> back, OAuthError error) implements Opened {}
    }

    /** Opens the request object, where there is one; an unknown client has none that could be opened. */
    Opened open(Params sent) {
        return client(sent)
                .<Opened>map(client -> switch (objects.open(sent, client)) {
                    case SignedRequests.Opened.Says(var params) -> new Opened.Says(params);
                    case SignedRequests.Opened.Broken(var error) ->
                        new Opened.Broken(redirects.prove(sent, client), error);
                })
                .orElseGet(() -> new Opened.Says(sent));
    }

    /** What came of reading a request. */
    sealed interface Read {
        record Good(AuthorizationRequest request) implements Read {}

        /** An error that may go back to the client. */
        record Wrong(VerifiedRedirect redirect, OAuthError error) implements Read {}

        /** An error that nothing may be sent anywhere for; a page tells it. */
        record Unproven(ErrorReason reason) implements Read {}
    }

    Read read(Params params, boolean pushed) {
        Optional<Client> client = client(params);
        if (client.isEmpty()) {
            return new Read.Unproven(ErrorReason.UNKNOWN_CLIENT);
        }
        Optional<VerifiedRedirect> redirect = redirects.prove(params, client.get());
        if (redirect.isEmpty()) {
            return new Read.Unproven(ErrorReason.WRONG_REDIRECT);
        }
        var asked = new Asked(params, client.get(), pushed);
        return steps.check(asked)
                .<Read>map(error -> new Read.Wrong(redirect.get(), error))
                .orElseGet(() -> new Read.Good(AuthorizationRequest.of(asked, redirect.get())));
    }

    private Optional<Client> client(Params params) {
        List<String> ids = params.all("client_id");
        try {
            return ids.size() == 1
                    ? clients.byId(new ClientId(ids.getFirst())).filter(Client::enabled)
                    : Optional.empty();
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }
}
