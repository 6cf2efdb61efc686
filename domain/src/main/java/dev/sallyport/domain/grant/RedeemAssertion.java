package dev.sallyport.domain.grant;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.domain.privacy.PseudonymiseAddress;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.session.SessionStore;
import dev.sallyport.domain.token.Confirmation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives a client an access token by the word of an issuer that the operator trusts (RFC 7523 §2.1). A token for a person has a
 * session that lasts as long as the token, so that it ends with the account and is seen among the person's sessions.
 */
public final class RedeemAssertion {
    private final PersonStore people;
    private final SessionStore sessions;
    private final TokenIssuer issuer;
    private final PseudonymiseAddress pseudonyms;
    private final RecordEvent events;
    private final InstantSource clock;
    private final RandomSource random;

    public RedeemAssertion(
            PersonStore people,
            SessionStore sessions,
            TokenIssuer issuer,
            PseudonymiseAddress pseudonyms,
            RecordEvent events,
            InstantSource clock,
            RandomSource random) {
        this.people = people;
        this.sessions = sessions;
        this.issuer = issuer;
        this.pseudonyms = pseudonyms;
        this.events = events;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What was asserted, and what is asked by it.
     *
     * @param by the issuer of the assertion, which was verified
     * @param person for whom; absent: for the client itself
     * @param scope within the client's
     * @param audience resources that the client may use; empty: the house itself
     */
    public record Ask(
            Client client,
            String by,
            Optional<PersonId> person,
            Scope scope,
            List<String> audience,
            Optional<Confirmation> key,
            Address address) {}

    /** What an assertion came to. */
    public sealed interface Outcome {
        record Granted(TokenIssuer.ClientToken token) implements Outcome {}

        /** @param reason a constant for the client's developer */
        record Refused(String reason) implements Outcome {}
    }

    @Spec("RFC 7523 §2.1")
    public Outcome redeem(Ask ask) {
        Instant now = clock.instant();
        var part = new TokenIssuer.Part(ask.scope(), ask.audience(), ask.key());
        if (ask.person().isEmpty()) {
            record(ask, Optional.empty(), now);
            return new Outcome.Granted(issuer.issue(ask.client(), part, Optional.empty(), now));
        }
        Optional<Person> person = ask.person().flatMap(people::byId).filter(Person::isActive);
        if (person.isEmpty()) {
            return new Outcome.Refused("the subject of the assertion is nobody here");
        }
        var session = session(person.get(), ask, now);
        sessions.open(session);
        record(ask, Optional.of(session), now);
        return new Outcome.Granted(issuer.issue(person.get(), session.id(), ask.client(), part, now));
    }

    private Session session(Person person, Ask ask, Instant now) {
        return Session.ofGrant(
                new SessionId(random.uuid(now)),
                person.id(),
                ask.client().name(),
                Optional.of(pseudonyms.of(ask.address(), now)),
                now,
                now.plus(issuer.policy().access()),
                now,
                List.of());
    }

    private void record(Ask ask, Optional<Session> session, Instant now) {
        events.record(
                AuditEvent.Kind.ASSERTION_REDEEMED,
                session.map(Session::person),
                session.map(Session::id),
                ask.address(),
                Map.of("client", ask.client().id().value(), "issuer", ask.by()),
                now);
    }
}
