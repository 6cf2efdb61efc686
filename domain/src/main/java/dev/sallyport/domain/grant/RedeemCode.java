package dev.sallyport.domain.grant;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SessionStore;
import dev.sallyport.domain.token.Confirmation;
import dev.sallyport.domain.token.OneTimeStore;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import dev.sallyport.domain.token.OneTimeStore.Taken;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Turns an authorization code into tokens, once (RFC 6749 §4.1.3). The code is used up before anything is looked at; whatever
 * is wrong then, the grant behind it is dead, and the client begins again.
 */
public final class RedeemCode {
    private final OneTimeStore codes;
    private final RefreshStore families;
    private final SessionStore sessions;
    private final PersonStore people;
    private final TokenIssuer issuer;
    private final RecordEvent events;
    private final InstantSource clock;

    public RedeemCode(
            OneTimeStore codes,
            RefreshStore families,
            SessionStore sessions,
            PersonStore people,
            TokenIssuer issuer,
            RecordEvent events,
            InstantSource clock) {
        this.codes = codes;
        this.families = families;
        this.sessions = sessions;
        this.people = people;
        this.issuer = issuer;
        this.events = events;
        this.clock = clock;
    }

    /**
     * @param redirectUri as the client repeats it, where it does (OAuth 2.1 does not ask for it)
     * @param audience which of the granted resources the access token is for (RFC 8707 §2.2); empty: all of them
     * @param key what the asker proved to hold
     */
    public record Ask(
            Secret code,
            Client client,
            Optional<String> redirectUri,
            String verifier,
            List<String> audience,
            Optional<Confirmation> key,
            Address address) {}

    /** What a code came to. */
    public sealed interface Outcome {
        record Granted(Tokens tokens, Person person, RefreshFamily family, Optional<String> nonce) implements Outcome {}

        /** A resource that was not granted. */
        record BadTarget() implements Outcome {}

        /** @param reason a constant for the client's developer */
        record Refused(String reason) implements Outcome {}
    }

    @Spec("RFC 6749 §4.1.2")
    public Outcome redeem(Ask ask) {
        Instant now = clock.instant();
        return switch (codes.take(
                Purpose.AUTHORIZATION_CODE, Digest.of(ask.code().reveal()), now)) {
            case Taken.Never() -> new Outcome.Refused("the code is unknown or has expired");
            case Taken.Again(String payload) -> replayed(CodeGrant.of(payload), ask, now);
            case Taken.First(String payload) -> first(CodeGrant.of(payload), ask, now);
        };
    }

    /** Everything that came of the code is taken back. */
    private Outcome replayed(CodeGrant grant, Ask ask, Instant now) {
        if (families.revoke(grant.family(), now)) {
            families.byId(grant.family())
                    .ifPresent(family -> events.record(
                            AuditEvent.Kind.CODE_REPLAYED, family.person(), family.session(), ask.address(), now));
        }
        return new Outcome.Refused("the code was used before; its tokens are revoked");
    }

    private Outcome first(CodeGrant grant, Ask ask, Instant now) {
        Optional<RefreshFamily> waiting = families.byId(grant.family());
        Optional<Outcome> objection = waiting.isEmpty()
                ? Optional.of(new Outcome.Refused("the grant has ended"))
                : objection(grant, waiting.get(), ask);
        if (objection.isPresent()) {
            families.revoke(grant.family(), now);
            return objection.get();
        }
        RefreshFamily family = waiting.get();
        Optional<Session> session = sessions.byId(family.session()).filter(s -> s.isLive(now));
        Optional<Person> person = people.byId(family.person()).filter(Person::isActive);
        if (session.isEmpty() || person.isEmpty()) {
            families.revoke(grant.family(), now);
            return new Outcome.Refused("the session has ended");
        }
        Digest member = Digest.of(issuer.member(family.id(), 1).reveal());
        GrantTerms terms = ask.client().isPublic() ? family.terms().boundTo(ask.key()) : family.terms();
        return families.begin(family.id(), member, terms, now, session.get().expires())
                .<Outcome>map(begun -> granted(begun, person.get(), grant, ask, now))
                .orElseGet(() -> new Outcome.Refused("the grant has ended"));
    }

    private static Optional<Outcome> objection(CodeGrant grant, RefreshFamily family, Ask ask) {
        if (!family.client().equals(ask.client().id())) {
            return Optional.of(new Outcome.Refused("the code was issued to another client"));
        }
        if (ask.redirectUri().filter(uri -> !uri.equals(grant.redirectUri())).isPresent()) {
            return Optional.of(new Outcome.Refused("redirect_uri is not that of the authorization request"));
        }
        if (!isSolved(grant.challenge(), ask.verifier())) {
            return Optional.of(new Outcome.Refused("code_verifier does not match the challenge"));
        }
        if (grant.key()
                .filter(key -> !ask.key().equals(Optional.of(Confirmation.ofKey(key))))
                .isPresent()) {
            return Optional.of(new Outcome.Refused("the code is bound to another DPoP key"));
        }
        return family.terms().audience().containsAll(ask.audience())
                ? Optional.empty()
                : Optional.of(new Outcome.BadTarget());
    }

    /** The S256 transformation, which is the only one (T12). */
    @Spec("RFC 7636 §4.6")
    private static boolean isSolved(String challenge, String verifier) {
        return new Digest(challenge).isOf(verifier);
    }

    private Outcome granted(RefreshFamily family, Person person, CodeGrant grant, Ask ask, Instant now) {
        List<String> audience = ask.audience().isEmpty() ? family.terms().audience() : ask.audience();
        var part = new TokenIssuer.Part(family.scope(), audience, ask.key());
        return new Outcome.Granted(issuer.issue(person, family, part, now), person, family, grant.nonce());
    }
}
