package dev.sallyport.domain.grant;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.session.SessionStore;
import dev.sallyport.domain.token.OneTimeStore;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Writes down that a person allowed a client something, and makes the code that the client redeems. The refresh family is
 * there before the code is, so that a code used twice finds it and revokes it, whenever the second use comes (T13).
 */
public final class GrantAuthorization {
    /** How long a code may wait. */
    public static final Duration CODE_LIFE = Duration.ofSeconds(60);

    /** The scope that lets a client act after the person signed out (OpenID Connect Core §11). */
    public static final String OFFLINE = "offline_access";

    private final RefreshStore families;
    private final SessionStore sessions;
    private final OneTimeStore codes;
    private final TokenPolicy policy;
    private final InstantSource clock;
    private final RandomSource random;

    public GrantAuthorization(
            RefreshStore families,
            SessionStore sessions,
            OneTimeStore codes,
            TokenPolicy policy,
            InstantSource clock,
            RandomSource random) {
        this.families = families;
        this.sessions = sessions;
        this.codes = codes;
        this.policy = policy;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What was allowed, and to whom.
     *
     * @param session the sign-on session in which it was allowed
     */
    public record Allowed(
            Client client,
            Session session,
            Scope scope,
            GrantTerms terms,
            String redirectUri,
            String challenge,
            Optional<String> nonce,
            Optional<String> key) {}

    /** The code, good once and for {@link #CODE_LIFE}. */
    @Spec("RFC 6749 §4.1.2")
    public Secret grant(Allowed allowed) {
        Instant now = clock.instant();
        String code = random.token();
        RefreshFamily family = family(allowed, Digest.of(code), now);
        families.add(family);
        var grant =
                new CodeGrant(family.id(), allowed.redirectUri(), allowed.challenge(), allowed.nonce(), allowed.key());
        codes.put(Purpose.AUTHORIZATION_CODE, family.member(), grant.text(), now.plus(CODE_LIFE));
        return Secret.of(code);
    }

    private RefreshFamily family(Allowed allowed, Digest code, Instant now) {
        Session session = allowed.scope().tokens().contains(OFFLINE)
                ? away(allowed.session(), allowed.client().name(), now)
                : allowed.session();
        return new RefreshFamily(
                new FamilyId(random.uuid(now)),
                session.id(),
                session.person(),
                allowed.client().id(),
                allowed.scope(),
                0,
                code,
                now,
                now,
                now.plus(CODE_LIFE),
                Optional.empty(),
                allowed.terms());
    }

    /** A session of the client's own, which the person's sign-out does not end and which they see among their sessions. */
    private Session away(Session in, String clientName, Instant now) {
        var session = Session.ofGrant(
                new SessionId(random.uuid(now)),
                in.person(),
                clientName,
                in.address(),
                now,
                now.plus(policy.refresh()),
                in.authenticated(),
                in.methods());
        sessions.open(session, in.id());
        return session;
    }
}
