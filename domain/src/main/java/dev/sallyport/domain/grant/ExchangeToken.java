package dev.sallyport.domain.grant;

import dev.sallyport.domain.Spec;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.domain.token.AccessToken;
import dev.sallyport.domain.token.Confirmation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Gives a service a token of its own for one that was brought to it (RFC 8693). The new token says and lasts no more than the old one,
 * and is for nothing that neither the old one nor the operator's list for the client names.
 */
public final class ExchangeToken {
    private final StillGranted granted;
    private final TokenIssuer issuer;
    private final RecordEvent events;
    private final InstantSource clock;

    public ExchangeToken(StillGranted granted, TokenIssuer issuer, RecordEvent events, InstantSource clock) {
        this.granted = granted;
        this.issuer = issuer;
        this.events = events;
        this.clock = clock;
    }

    /**
     * @param subject on whose behalf, by a token that is ours and has not run out
     * @param actor who acts for them, by a token of the same sort; absent: the client stands in their place
     * @param act the {@code act} claim of the new token, JSON
     * @param audience what the new token is for; empty: what the old one is for
     * @param key what the asker proved to hold
     */
    public record Ask(
            Client client,
            AccessToken subject,
            Optional<AccessToken> actor,
            Optional<String> act,
            Optional<Scope> scope,
            List<String> audience,
            Optional<Confirmation> key,
            Address address) {}

    /** What an exchange came to. */
    public sealed interface Outcome {
        record Exchanged(TokenIssuer.ClientToken token) implements Outcome {}

        /** More scope than the subject token or the client has. */
        record BadScope() implements Outcome {}

        /** An audience that neither the subject token nor the client's list names. */
        record BadTarget() implements Outcome {}

        /** @param reason a constant for the client's developer */
        record Refused(String reason) implements Outcome {}
    }

    @Spec("RFC 8693 §2.1")
    public Outcome exchange(Ask ask) {
        Instant now = clock.instant();
        Optional<String> objection = subjectObjection(ask, now).or(() -> actorObjection(ask, now));
        if (objection.isPresent()) {
            return new Outcome.Refused(objection.get());
        }
        Scope scope = ask.scope()
                .orElseGet(() -> common(ask.subject().scope(), ask.client().scopes()));
        if (!ask.subject().scope().covers(scope) || !ask.client().scopes().covers(scope)) {
            return new Outcome.BadScope();
        }
        List<String> audience = ask.audience().isEmpty() ? ask.subject().audience() : ask.audience();
        if (!audience.stream().allMatch(target -> isWithin(target, ask))) {
            return new Outcome.BadTarget();
        }
        var part = new TokenIssuer.Part(scope, audience, ask.key());
        TokenIssuer.ClientToken token = issuer.exchange(ask.subject(), ask.client(), part, ask.act(), now);
        record(ask, audience, now);
        return new Outcome.Exchanged(token);
    }

    private Optional<String> subjectObjection(Ask ask, Instant now) {
        AccessToken subject = ask.subject();
        if (!subject.concerns(ask.client())) {
            return Optional.of("the subject token was neither issued to the client nor is it for it");
        }
        if (!now.isBefore(subject.expires()) || !granted.access(subject)) {
            return Optional.of("the subject token has ended");
        }
        return isHeld(subject, ask)
                ? Optional.empty()
                : Optional.of("the subject token is bound to a key that was not shown");
    }

    /** Nobody else can be named as the one who acts: the client shows a token that was issued to itself. */
    private Optional<String> actorObjection(Ask ask, Instant now) {
        if (ask.actor().isEmpty()) {
            return Optional.empty();
        }
        AccessToken actor = ask.actor().get();
        if (!actor.client().equals(ask.client().id())) {
            return Optional.of("the actor token was not issued to the client");
        }
        if (!now.isBefore(actor.expires()) || !granted.access(actor)) {
            return Optional.of("the actor token has ended");
        }
        return isHeld(actor, ask)
                ? Optional.empty()
                : Optional.of("the actor token is bound to a key that was not shown");
    }

    private static boolean isHeld(AccessToken token, Ask ask) {
        Optional<Confirmation> bound = token.more().confirmation();
        return bound.isEmpty() || bound.equals(ask.key());
    }

    private static boolean isWithin(String target, Ask ask) {
        return ask.subject().audience().contains(target)
                || ask.client().metadata().audiences().contains(target);
    }

    private static Scope common(Scope one, Scope other) {
        var both = new TreeSet<>(one.tokens());
        both.retainAll(other.tokens());
        return new Scope(both);
    }

    private void record(Ask ask, List<String> audience, Instant now) {
        AccessToken subject = ask.subject();
        var details = new LinkedHashMap<String, String>();
        details.put("client", ask.client().id().value());
        details.put("from", subject.client().value());
        details.put("audience", String.join(" ", audience));
        ask.actor().ifPresent(actor -> details.put("actor", actor.subject()));
        events.record(
                AuditEvent.Kind.TOKEN_EXCHANGED,
                subject.session().map(session -> PersonId.of(subject.subject())),
                subject.session(),
                ask.address(),
                details,
                now);
    }
}
