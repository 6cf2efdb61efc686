package dev.sallyport.storage;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.FamilyId;
import dev.sallyport.domain.grant.GrantTerms;
import dev.sallyport.domain.grant.RefreshFamily;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.key.KeyId;
import dev.sallyport.domain.key.SigningKey;
import dev.sallyport.domain.person.AccountState;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.Role;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.token.Algorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** Values to store. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    static final Instant LATER = NOW.plus(Duration.ofDays(30));

    private Samples() {}

    static Person person(String email) {
        return new Person(
                new PersonId(UUID.randomUUID()),
                new EmailAddress(email),
                false,
                "Ada Łovelace",
                new TreeSet<>(List.of(Role.ADMIN, new Role("editor"))),
                AccountState.ACTIVE,
                NOW);
    }

    static Session session(PersonId person) {
        return new Session(
                new SessionId(UUID.randomUUID()),
                person,
                Session.Kind.WEB,
                Optional.of(Digest.of("csrf")),
                "a browser",
                Optional.empty(),
                NOW,
                NOW,
                LATER,
                Optional.empty(),
                NOW,
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

    static SigningKey key(String id, Instant signsFrom) {
        return new SigningKey(
                new KeyId(id),
                Algorithm.ES256,
                "{}",
                new byte[] {1, 2, 3},
                signsFrom,
                signsFrom,
                Instant.MAX,
                Instant.MAX);
    }

    static Job job(String key, Instant due) {
        return new Job(UUID.randomUUID(), "mail", Optional.of(key), Map.of("to", "ada"), 0, due, NOW, Optional.empty());
    }
}
