package dev.sallyport.auth.endpoint;

import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.ClientStore;
import dev.sallyport.domain.grant.Consent;
import dev.sallyport.domain.grant.ConsentStore;
import dev.sallyport.domain.grant.WithdrawConsent;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.BearerToken;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /v1/consents} and {@code DELETE /v1/consents/{client}}: which applications a person lets in, and their way out. An id
 * that does not fit into a path, such as a URL, comes as {@code DELETE /v1/consents?client_id=…}.
 */
public final class Consents {
    private final ConsentStore consents;
    private final ClientStore clients;
    private final WithdrawConsent withdraw;

    public Consents(ConsentStore consents, ClientStore clients, WithdrawConsent withdraw) {
        this.consents = consents;
        this.clients = clients;
        this.withdraw = withdraw;
    }

    record View(String clientId, String name, List<String> scopes, String givenAt) {}

    record Items(List<View> items) {}

    public Response list(Request request, BearerToken token) {
        return Answers.forPerson(
                token,
                person -> Answers.json(
                        200,
                        new Items(consents.of(person).stream().map(this::view).toList())));
    }

    /** A client that has gone is known by its id alone. */
    private View view(Consent consent) {
        return new View(
                consent.client().value(),
                clients.byId(consent.client())
                        .map(Client::name)
                        .orElse(consent.client().value()),
                List.copyOf(consent.scope().tokens()),
                consent.given().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    public Response withdraw(Request request, BearerToken token) {
        return withdrawn(request, token, request.variable("client"));
    }

    public Response withdrawNamed(Request request, BearerToken token) {
        return withdrawn(
                request,
                token,
                request.params().flatMap(p -> p.first("client_id")).orElse(""));
    }

    private Response withdrawn(Request request, BearerToken token, String id) {
        return Answers.forPerson(
                token,
                person -> named(id)
                        .filter(client -> withdraw.withdraw(person, client, request.peer()))
                        .map(withdrawn -> Answers.noContent())
                        .orElseGet(() -> Problem.notFound().response()));
    }

    private static Optional<ClientId> named(String text) {
        try {
            return Optional.of(new ClientId(text));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }
}
