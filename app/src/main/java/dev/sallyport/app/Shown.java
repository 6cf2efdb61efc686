package dev.sallyport.app;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.key.SigningKey;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.Role;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How people, clients and keys look on the command line, and what {@code --json} prints of them. Nothing secret is among it. */
final class Shown {
    private Shown() {}

    /** A page of a list; {@code next} is what {@code --after} takes. */
    record Items<T>(List<T> items, Optional<String> next) {}

    record User(
            String id,
            String email,
            boolean emailVerified,
            String name,
            List<String> roles,
            String state,
            String createdAt) {
        static User of(Person person) {
            return new User(
                    person.id().toString(),
                    person.email().value(),
                    person.emailVerified(),
                    person.name(),
                    person.roles().stream().map(Role::name).toList(),
                    word(person.state()),
                    moment(person.created()));
        }
    }

    /** @param secrets how many secrets are good now; what they are, nobody can tell */
    record Application(
            String clientId,
            String name,
            @JsonProperty("public") boolean isPublic,
            List<String> grants,
            List<String> scopes,
            List<String> redirectUris,
            boolean refreshInCookie,
            boolean enabled,
            int secrets,
            String origin,
            String createdAt) {
        static Application of(Client client) {
            return new Application(
                    client.id().value(),
                    client.name(),
                    client.isPublic(),
                    client.grants().stream().map(GrantType::wireName).sorted().toList(),
                    List.copyOf(client.scopes().tokens()),
                    client.redirectUris(),
                    client.refreshInCookie(),
                    client.enabled(),
                    client.secrets().size(),
                    word(client.origin()),
                    moment(client.created()));
        }
    }

    record Key(
            String id,
            String algorithm,
            String state,
            String createdAt,
            String signsFrom,
            Optional<String> signsUntil,
            Optional<String> leavesAt) {
        static Key of(SigningKey key, Instant now) {
            String state = now.isBefore(key.signsFrom()) ? "waits" : key.signsAt(now) ? "signs" : "verifies";
            return new Key(
                    key.id().value(),
                    key.algorithm().joseName(),
                    state,
                    moment(key.created()),
                    moment(key.signsFrom()),
                    unlessNever(key.signsUntil()),
                    unlessNever(key.leaves()));
        }

        private static Optional<String> unlessNever(Instant time) {
            return time.equals(Instant.MAX) ? Optional.empty() : Optional.of(moment(time));
        }
    }

    static String moment(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
