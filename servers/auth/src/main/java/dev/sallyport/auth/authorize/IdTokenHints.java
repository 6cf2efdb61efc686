package dev.sallyport.auth.authorize;

import dev.sallyport.auth.oauth.PersonClaims;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.kit.token.OwnJwts;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads ID tokens that come back as a hint; one that has run out still says whom it was about. */
final class IdTokenHints {
    private final OwnJwts jwts;
    private final PersonStore people;
    private final PersonClaims claims;

    IdTokenHints(OwnJwts jwts, PersonStore people, PersonClaims claims) {
        this.jwts = jwts;
        this.people = people;
        this.claims = claims;
    }

    /**
     * What a hint says.
     *
     * @param client the audience
     * @param session the {@code sid}
     */
    record Hint(String client, String subject, Optional<String> session) {}

    Optional<Hint> read(String token) {
        return jwts.claims(token, "JWT").map(json -> new Hint(text(json, "aud"), text(json, "sub"), sid(json)));
    }

    /** Whether the hint was given to this client and is about this person. */
    boolean means(String token, Client client, PersonId person) {
        return read(token)
                .filter(hint -> hint.client().equals(client.id().value()))
                .flatMap(hint -> people.byId(person)
                        .filter(p -> claims.subject(p, client).equals(hint.subject())))
                .isPresent();
    }

    private static String text(JsonNode json, String name) {
        return json.path(name).asString("");
    }

    private static Optional<String> sid(JsonNode json) {
        return json.path("sid").isString() ? Optional.of(text(json, "sid")) : Optional.empty();
    }
}
