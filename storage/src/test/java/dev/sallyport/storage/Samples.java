package dev.sallyport.storage;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.FamilyId;
import dev.sallyport.domain.grant.GrantTerms;
import dev.sallyport.domain.grant.RefreshFamily;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.AccountState;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.Role;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** Values to store. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    static final Instant LATER = NOW.plus(Duration.ofDays(30));

    private Samples() {}

    static Person person(String email) {
        return person(email, NOW);
    }

    static Person person(String email, Instant created) {
        return new Person(
                new PersonId(UUID.randomUUID()),
                new EmailAddress(email),
                false,
                "Ada Łovelace",
                new TreeSet<>(List.of(Role.ADMIN, new Role("editor"))),
                AccountState.ACTIVE,
                created);
    }

    static Session session(PersonId person) {
        return session(person, NOW, LATER);
    }

    static Session session(PersonId person, Instant created, Instant expires) {
        return new Session(
                new SessionId(UUID.randomUUID()),
                person,
                Session.Kind.WEB,
                Optional.of(Digest.of("csrf")),
                "a browser",
                Optional.empty(),
                created,
                created,
                expires,
                Optional.empty(),
                created,
                List.of("pwd"));
    }

    static RefreshFamily family(Session session) {
        return new RefreshFamily(
                new FamilyId(UUID.randomUUID()),
                session.id(),
                session.person(),
                ClientId.WEB,
                Scope.of("files", "profile"),
                1,
                Digest.of("member 1"),
                NOW,
                NOW,
                LATER,
                Optional.empty(),
                GrantTerms.NONE);
    }
}
