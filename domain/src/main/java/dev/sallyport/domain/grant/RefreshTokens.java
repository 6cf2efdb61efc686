package dev.sallyport.domain.grant;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.RefreshStore.Rotation;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.domain.session.SessionStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Turns a refresh token into its successor and a fresh access token, or finds that it was stolen. */
public final class RefreshTokens {
    private final RefreshStore families;
    private final SessionStore sessions;
    private final PersonStore people;
    private final RefreshSeal seal;
    private final TokenIssuer issuer;
    private final RecordEvent events;
    private final InstantSource clock;

    public RefreshTokens(
            RefreshStore families,
            SessionStore sessions,
            PersonStore people,
            RefreshSeal seal,
            TokenIssuer issuer,
            RecordEvent events,
            InstantSource clock) {
        this.families = families;
        this.sessions = sessions;
        this.people = people;
        this.seal = seal;
        this.issuer = issuer;
        this.events = events;
        this.clock = clock;
    }

    /** @param client who holds the token: a token of one client is nothing in the hands of another */
    public record Ask(String token, ClientId client, Address address) {}

    /** What a refresh came to. */
    public sealed interface Outcome {
        record Granted(Tokens tokens, Person person) implements Outcome {}

        /** @param reason for the log; the asker learns only that the token is not good */
        record Refused(String reason) implements Outcome {}
    }

    @Spec("RFC 9700 §4.14.2")
    public Outcome refresh(Ask ask) {
        Instant now = clock.instant();
        Optional<RefreshMember> opened = seal.open(ask.token());
        if (opened.isEmpty()) {
            return new Outcome.Refused("the token was not sealed here");
        }
        RefreshMember member = opened.get();
        if (!member.client().equals(ask.client())) {
            return new Outcome.Refused("the token belongs to another client");
        }
        Optional<Person> person = people.byId(member.person());
        if (person.filter(Person::isActive).isEmpty()) {
            sessions.end(member.session(), member.person(), now);
            return new Outcome.Refused("the account is not active");
        }
        if (sessions.byId(member.session()).filter(s -> s.isLive(now)).isEmpty()) {
            return new Outcome.Refused("the session has ended");
        }
        return switch (rotate(member, now)) {
            case Rotation.Turned(RefreshFamily family) -> granted(person.get(), family, now);
            case Rotation.Repeated(RefreshFamily family) -> granted(person.get(), family, now);
            case Rotation.Replayed(RefreshFamily family) -> stolen(family, ask, now);
            case Rotation.Gone() -> new Outcome.Refused("the family has ended");
        };
    }

    private Rotation rotate(RefreshMember member, Instant now) {
        Digest current = Digest.of(member.secret().reveal());
        Digest next =
                Digest.of(issuer.member(member.family(), member.number() + 1).reveal());
        return families.rotate(
                member.family(),
                member.number(),
                current,
                next,
                now,
                issuer.policy().grace());
    }

    private Outcome granted(Person person, RefreshFamily family, Instant now) {
        sessions.touch(family.session(), Optional.empty(), now);
        return new Outcome.Granted(issuer.issue(person, family, now), person);
    }

    private Outcome stolen(RefreshFamily family, Ask ask, Instant now) {
        sessions.end(family.session(), family.person(), now);
        events.record(AuditEvent.Kind.REFRESH_REPLAYED, family.person(), family.session(), ask.address(), now);
        return new Outcome.Refused("the token was used before: the family is revoked");
    }
}
