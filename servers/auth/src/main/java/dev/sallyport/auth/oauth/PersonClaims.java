package dev.sallyport.auth.oauth;

import dev.sallyport.domain.KeyedDigest;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.Role;
import dev.sallyport.kit.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What clients may learn of a person: by scope, by the {@code claims} parameter, and under which {@code sub}. */
public final class PersonClaims {
    /** Every claim that may be asked for. */
    public static final List<String> SUPPORTED = List.of("sub", "name", "email", "email_verified", "roles");

    private final KeyedDigest pairwise;

    public PersonClaims(Sealer sealer) {
        this.pairwise = new KeyedDigest(sealer.derive("pairwise-subjects"));
    }

    /** The person's id, or for a pairwise client a name of its own that joins with nobody else's. */
    @Spec("OpenID Connect Core §8.1")
    public String subject(PersonId person, Client client) {
        return client.metadata().pairwise() ? pairwise.of(sector(client), person.toString()) : person.toString();
    }

    public String subject(Person person, Client client) {
        return subject(person.id(), client);
    }

    private static String sector(Client client) {
        return client.metadata()
                .sector()
                .or(() -> client.redirectUris().stream()
                        .findFirst()
                        .map(uri -> URI.create(uri).getHost()))
                .orElse(client.id().value());
    }

    /** The claims that the scope opens. */
    @Spec("OpenID Connect Core §5.4")
    public Map<String, Object> of(Person person, Scope scope) {
        var claims = new LinkedHashMap<String, Object>();
        if (scope.tokens().contains("profile") && !person.name().isEmpty()) {
            claims.put("name", person.name());
        }
        if (scope.tokens().contains("email")) {
            claims.put("email", person.email().value());
            claims.put("email_verified", person.emailVerified());
        }
        if (scope.tokens().contains("roles")) {
            claims.put("roles", person.roles().stream().map(Role::name).toList());
        }
        return claims;
    }

    /**
     * The claims asked for by name.
     *
     * @param asked the {@code claims} parameter as it was granted, JSON
     * @param where {@code id_token} or {@code userinfo}
     */
    @Spec("OpenID Connect Core §5.5")
    public Map<String, Object> asked(Person person, Optional<String> asked, String where) {
        var claims = new LinkedHashMap<String, Object>();
        if (asked.isEmpty()) {
            return claims;
        }
        JsonNode names = Json.tree(asked.get().getBytes(StandardCharsets.UTF_8)).path(where);
        Map<String, Object> all = of(person, Scope.of("profile", "email"));
        names.propertyNames().forEach(name -> Optional.ofNullable(all.get(name)).ifPresent(v -> claims.put(name, v)));
        return claims;
    }
}
