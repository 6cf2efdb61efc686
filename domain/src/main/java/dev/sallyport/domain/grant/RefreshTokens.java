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
import dev.sallyport.domain.token.Confirmation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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

    /**
     * @param client who holds the token: a token of one client is nothing in the hands of another
     * @param scope what the next access token is for, where it is less than was granted (RFC 6749 §6)
     * @param audience which of the granted resources it is for (RFC 8707 §2.2); empty: all of them
     * @param key what the asker proved to hold
     */
    public record Ask(
            String token,
            ClientId client,
            Address address,
            Optional<Scope> scope,
            List<String> audience,
            Optional<Confirmation> key) {
        /** For all that was granted, by an app of our own. */
        public Ask(String token, ClientId client, Address address) {
            this(token, client, address, Optional.empty(), List.of(), Optional.empty());
        }
    }

    /** What a refresh came to. */
    public sealed interface Outcome {
        record Granted(Tokens tokens, Person person, RefreshFamily family) implements Outcome {}

        /** There are no tokens. */
        sealed interface NotGranted extends Outcome {}

        /** @param reason for the log; the asker learns only that the token is not good */
        record Refused(String reason) implements NotGranted {}

        /** More scope than was granted. */
        record BadScope() implements NotGranted {}

        /** A resource that was not granted. */
        record BadTarget() implements NotGranted {}
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
        Optional<Outcome> objection = ask.client().isFirstParty()
                ? Optional.empty()
                : families.byId(member.family()).flatMap(family -> objection(family, ask));
        if (objection.isPresent()) {
            return objection.get();
        }
        return switch (rotate(member, now)) {
            case Rotation.Turned(RefreshFamily family) -> granted(person.get(), family, ask, now);
            case Rotation.Repeated(RefreshFamily family) -> granted(person.get(), family, ask, now);
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

    /** What was granted never changes, so it may be looked at before the token turns: a mistake costs the client nothing. */
    private static Optional<Outcome> objection(RefreshFamily family, Ask ask) {
        Optional<Confirmation> bound = family.terms().confirmation();
        if (bound.isPresent() && !bound.equals(ask.key())) {
            return Optional.of(new Outcome.Refused("the token is bound to another key"));
        }
        if (ask.scope().filter(scope -> !family.scope().covers(scope)).isPresent()) {
            return Optional.of(new Outcome.BadScope());
        }
        return family.terms().audience().containsAll(ask.audience())
                ? Optional.empty()
                : Optional.of(new Outcome.BadTarget());
    }

    private Outcome granted(Person person, RefreshFamily family, Ask ask, Instant now) {
        List<String> audience = ask.audience().isEmpty() ? family.terms().audience() : ask.audience();
        var part = new TokenIssuer.Part(ask.scope().orElse(family.scope()), audience, ask.key());
        return new Outcome.Granted(issuer.issue(person, family, part, now), person, family);
    }

    /** A first-party session is its family and ends with it; single sign-on outlives the theft of one client's token (T18). */
    private Outcome stolen(RefreshFamily family, Ask ask, Instant now) {
        if (family.client().isFirstParty()) {
            sessions.end(family.session(), family.person(), now);
        }
        events.record(AuditEvent.Kind.REFRESH_REPLAYED, family.person(), family.session(), ask.address(), now);
        return new Outcome.Refused("the token was used before: the family is revoked");
    }
}
