package dev.sallyport.domain.session;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.credential.KnownBrowsers;
import dev.sallyport.domain.credential.ProvePassword;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.domain.privacy.PseudonymiseAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Opens the sign-on session of the authorization endpoint for somebody who proves a password, or renews the one they have. */
public final class SignOn {
    private final ProvePassword proof;
    private final SessionStore sessions;
    private final KnownBrowsers browsers;
    private final PseudonymiseAddress pseudonyms;
    private final RecordEvent events;
    private final Duration life;
    private final InstantSource clock;
    private final RandomSource random;

    /** @param life how long a session lasts from its first sign-in */
    public SignOn(
            ProvePassword proof,
            SessionStore sessions,
            KnownBrowsers browsers,
            PseudonymiseAddress pseudonyms,
            RecordEvent events,
            Duration life,
            InstantSource clock,
            RandomSource random) {
        this.proof = proof;
        this.sessions = sessions;
        this.browsers = browsers;
        this.pseudonyms = pseudonyms;
        this.events = events;
        this.life = life;
        this.clock = clock;
        this.random = random;
    }

    /** What a sign-on came to. */
    public sealed interface Outcome {
        /** @param browser the statement that the browser now keeps */
        record SignedOn(Session session, Person person, Secret browser) implements Outcome {}

        record Refused(ProvePassword.Unproven why) implements Outcome {}
    }

    /** @param here the sessions that the browser has now; the one of the same person is renewed, and another is never taken over (T08) */
    public Outcome signOn(ProvePassword.Claim claim, List<Session> here, String device) {
        return switch (proof.prove(claim)) {
            case ProvePassword.Proven(Person person) -> signedOn(person, claim, here, device);
            case ProvePassword.Unproven why -> new Outcome.Refused(why);
        };
    }

    private Outcome signedOn(Person person, ProvePassword.Claim claim, List<Session> here, String device) {
        boolean known = browsers.read(claim.browser(), clock.instant())
                .filter(browser -> browser.knows(person.id()))
                .isPresent();
        Session session = admit(person, SignIn.PASSWORD, here, device, claim.address(), known);
        String statement = browsers.admit(claim.browser(), person.id(), session.authenticated());
        return new Outcome.SignedOn(session, person, Secret.of(statement));
    }

    /**
     * Signs somebody on who has proven who they are, by whatever way.
     *
     * @param methods how, by the names of RFC 8176
     * @param here the sessions that the browser has now
     */
    public Session admit(Person person, List<String> methods, List<Session> here, String device, Address address) {
        return admit(person, methods, here, device, address, true);
    }

    private Session admit(
            Person person,
            List<String> methods,
            List<Session> here,
            String device,
            Address address,
            boolean knownDevice) {
        Instant now = clock.instant();
        Session session = here.stream()
                .filter(s -> s.person().equals(person.id()))
                .findFirst()
                .filter(s -> sessions.reauthenticate(s.id(), methods, now))
                .map(s -> s.authenticatedBy(methods, now))
                .orElseGet(() -> opened(person, address, methods, device, now));
        events.record(
                AuditEvent.Kind.SIGNED_IN,
                Optional.of(person.id()),
                Optional.of(session.id()),
                address,
                SignInFacts.of(methods, knownDevice),
                now);
        return session;
    }

    private Session opened(Person person, Address address, List<String> methods, String device, Instant now) {
        var session = new Session(
                new SessionId(random.uuid(now)),
                person.id(),
                Session.Kind.SIGN_ON,
                Optional.empty(),
                Device.of(device),
                Optional.of(pseudonyms.of(address, now)),
                now,
                now,
                now.plus(life),
                Optional.empty(),
                now,
                methods);
        sessions.open(session);
        return session;
    }
}
