package dev.sallyport.auth.jose;

import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.json.Json;
import dev.sallyport.kit.token.JwkSet;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Somebody whose signed word is a grant here (RFC 7523 §2.1), such as a build service that says which job runs: one of
 * {@code tokens.issuers}.
 *
 * @param issuer its {@code iss}, to the letter
 * @param jwksUri where its public keys are
 * @param jwks the keys themselves instead, a JWK set
 * @param algorithms what it may sign by
 * @param clients which clients may bring its assertions
 * @param subjects for whom each {@code sub} stands, to the letter: the id of a person, or the word "client" for the client itself
 */
public record TrustedIssuer(
        String issuer,
        Optional<URI> jwksUri,
        Optional<JsonNode> jwks,
        Set<Algorithm> algorithms,
        Set<ClientId> clients,
        Map<String, String> subjects) {
    private static final String CLIENT = "client";

    /** What holds where an issuer leaves it out; its name is always said. */
    static TrustedIssuer defaults() {
        return new TrustedIssuer(
                null,
                Optional.empty(),
                Optional.empty(),
                Set.of(Algorithm.ES256, Algorithm.PS256, Algorithm.RS256, Algorithm.EDDSA),
                Set.of(),
                Map.of());
    }

    public TrustedIssuer {
        algorithms = Set.copyOf(algorithms);
        clients = Set.copyOf(clients);
        subjects = Map.copyOf(subjects);
        if (jwksUri.isPresent() && jwks.isPresent()) {
            throw new IllegalArgumentException("must have jwks_uri or jwks, not both");
        }
        if (jwks.filter(set -> JwkSet.read(Json.bytes(set)).isEmpty()).isPresent()) {
            throw new IllegalArgumentException("jwks is no JWK set");
        }
        subjects.values().forEach(TrustedIssuer::mapped);
    }

    /** For whom a subject stands. */
    public sealed interface Mapped {
        record ThePerson(PersonId person) implements Mapped {}

        record TheClient() implements Mapped {}
    }

    private static Mapped mapped(String value) {
        if (value.equals(CLIENT)) {
            return new Mapped.TheClient();
        }
        try {
            return new Mapped.ThePerson(PersonId.of(value));
        } catch (IllegalArgumentException neither) {
            throw new IllegalArgumentException("a subject stands for the id of a person or for client, not " + value);
        }
    }

    Optional<Mapped> whom(String subject) {
        return Optional.ofNullable(subjects.get(subject)).map(TrustedIssuer::mapped);
    }

    ClientKeySource keys() {
        return new ClientKeySource(jwks.map(set -> new String(Json.bytes(set), StandardCharsets.UTF_8)), jwksUri);
    }
}
