package dev.sallyport.auth.endpoint;

import dev.sallyport.domain.identity.Identity;
import dev.sallyport.domain.identity.IdentityId;
import dev.sallyport.domain.identity.IdentityStore;
import dev.sallyport.domain.identity.UnlinkIdentity;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.route.BearerToken;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** {@code GET /v1/identities} and {@code DELETE /v1/identities/{id}}: the accounts elsewhere that sign a person in here. */
public final class Identities {
    private final IdentityStore identities;
    private final UnlinkIdentity unlink;

    public Identities(IdentityStore identities, UnlinkIdentity unlink) {
        this.identities = identities;
        this.unlink = unlink;
    }

    record View(String id, String provider, String name, String linkedAt) {
        static View of(Identity identity) {
            return new View(
                    identity.id().toString(),
                    identity.upstream(),
                    identity.label(),
                    identity.linked().truncatedTo(ChronoUnit.SECONDS).toString());
        }
    }

    record Items(List<View> items) {}

    public Response list(Request request, BearerToken token) {
        return Answers.forPerson(
                token,
                person -> Answers.json(
                        200,
                        new Items(identities.of(person).stream().map(View::of).toList())));
    }

    public Response remove(Request request, BearerToken token) {
        return Answers.forPerson(
                token, person -> removed(request, person, token.claims().session()));
    }

    private Response removed(Request request, PersonId person, Optional<SessionId> here) {
        IdentityId id;
        try {
            id = IdentityId.of(request.variable("id"));
        } catch (IllegalArgumentException noId) {
            return Problem.notFound().response();
        }
        return switch (unlink.unlink(person, here, id, request.peer())) {
            case GONE -> Answers.noContent();
            case UNKNOWN -> Problem.notFound().response();
            case LAST_WAY_IN ->
                Problem.of(
                                409,
                                "last-way-in",
                                "The last way in",
                                "You have no password and no other account to sign in with. Choose a password first.")
                        .response();
        };
    }
}
