package dev.sallyport.domain.session;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.credential.KnownBrowsers;
import dev.sallyport.domain.credential.ProvePassword;
import dev.sallyport.domain.grant.FamilyId;
import dev.sallyport.domain.grant.GrantTerms;
import dev.sallyport.domain.grant.RefreshFamily;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.grant.TokenIssuer;
import dev.sallyport.domain.grant.Tokens;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.domain.privacy.PseudonymiseAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Opens a session for somebody who proves who they are: the two first-party flows, each with its own client. */
public final class SignIn {
    /** What first-party tokens may do. */
    public static final Scope FIRST_PARTY = Scope.of("openid", "profile", "email", "files");

    /** How somebody proves who they are by a password alone (RFC 8176 §2). */
    public static final List<String> PASSWORD = List.of("pwd");

    private final ProvePassword proof;
    private final SessionStore sessions;
    private final TokenIssuer issuer;
    private final KnownBrowsers browsers;
    private final PseudonymiseAddress pseudonyms;
    private final RecordEvent events;
    private final InstantSource clock;
    private final RandomSource random;

    public SignIn(
            ProvePassword proof,
            SessionStore sessions,
            TokenIssuer issuer,
            KnownBrowsers browsers,
            PseudonymiseAddress pseudonyms,
            RecordEvent events,
            InstantSource clock,
            RandomSource random) {
        this.proof = proof;
        this.sessions = sessions;
        this.issuer = issuer;
        this.browsers = browsers;
        this.pseudonyms = pseudonyms;
        this.events = events;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Who wants in, and how the session will be held.
     *
     * @param device the User-Agent; cut and cleaned here
     */
    public record Ask(ProvePassword.Claim claim, Session.Kind kind, Scope scope, String device) {}

    /** What a sign-in came to. */
    public sealed interface Outcome {
        /**
         * @param csrf the CSRF token of a browser's session
         * @param browser the statement that the browser now keeps
         */
        record SignedIn(Session session, Person person, Tokens tokens, Secret csrf, Secret browser)
                implements Outcome {}

        record Refused(ProvePassword.Unproven why) implements Outcome {}
    }

    public Outcome signIn(Ask ask) {
        return switch (proof.prove(ask.claim())) {
            case ProvePassword.Proven(Person person) -> open(person, ask);
            case ProvePassword.Unproven why -> new Outcome.Refused(why);
        };
    }

    private Outcome open(Person person, Ask ask) {
        var admission = new Admission(
                PASSWORD, ask.kind(), ask.scope(), ask.device(), ask.claim().address());
        boolean known = browsers.read(ask.claim().browser(), clock.instant())
                .filter(browser -> browser.knows(person.id()))
                .isPresent();
        Opened opened = admit(person, admission, known);
        String statement = browsers.admit(
                ask.claim().browser(), person.id(), opened.session().created());
        return new Outcome.SignedIn(opened.session(), person, opened.tokens(), opened.csrf(), Secret.of(statement));
    }

    /**
     * How somebody comes in who has proven who they are.
     *
     * @param methods the proof, by the names of RFC 8176
     * @param device the User-Agent; cut and cleaned here
     */
    public record Admission(List<String> methods, Session.Kind kind, Scope scope, String device, Address address) {}

    /** A session that has just begun. */
    public record Opened(Session session, Person person, Tokens tokens, Secret csrf) {}

    /** Opens a session for somebody who has proven who they are, by whatever way. It is always a new one (T08). */
    public Opened admit(Person person, Admission admission) {
        return admit(person, admission, true);
    }

    private Opened admit(Person person, Admission admission, boolean knownDevice) {
        Instant now = clock.instant();
        String csrf = random.token();
        var session = session(person, admission, csrf, now);
        var family = family(session, admission.scope());
        sessions.open(session, family);
        events.record(
                AuditEvent.Kind.SIGNED_IN,
                Optional.of(person.id()),
                Optional.of(session.id()),
                admission.address(),
                SignInFacts.of(admission.methods(), knownDevice),
                now);
        return new Opened(session, person, issuer.issue(person, family, now), Secret.of(csrf));
    }

    private Session session(Person person, Admission admission, String csrf, Instant now) {
        return new Session(
                new SessionId(random.uuid(now)),
                person.id(),
                admission.kind(),
                admission.kind() == Session.Kind.WEB ? Optional.of(Digest.of(csrf)) : Optional.empty(),
                Device.of(admission.device()),
                Optional.of(pseudonyms.of(admission.address(), now)),
                now,
                now,
                now.plus(issuer.policy().refresh()),
                Optional.empty(),
                now,
                admission.methods());
    }

    private RefreshFamily family(Session session, Scope scope) {
        var id = new FamilyId(random.uuid(session.created()));
        return new RefreshFamily(
                id,
                session.id(),
                session.person(),
                session.kind() == Session.Kind.WEB ? ClientId.WEB : ClientId.MOBILE,
                scope,
                1,
                Digest.of(issuer.member(id, 1).reveal()),
                session.created(),
                session.created(),
                session.expires(),
                Optional.empty(),
                GrantTerms.NONE);
    }
}
