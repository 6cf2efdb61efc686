package dev.sallyport.domain.grant;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.grant.DeviceStore.Polled;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.domain.privacy.PseudonymiseAddress;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.session.SessionStore;
import dev.sallyport.domain.token.Confirmation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Turns a device code into tokens, once, when the person has said yes (RFC 8628 §3.4). The device gets a session of its own, which
 * the person sees and ends among theirs.
 */
public final class RedeemDevice {
    private final DeviceStore devices;
    private final SessionStore sessions;
    private final PersonStore people;
    private final TokenIssuer issuer;
    private final PseudonymiseAddress pseudonyms;
    private final InstantSource clock;
    private final RandomSource random;

    public RedeemDevice(
            DeviceStore devices,
            SessionStore sessions,
            PersonStore people,
            TokenIssuer issuer,
            PseudonymiseAddress pseudonyms,
            InstantSource clock,
            RandomSource random) {
        this.devices = devices;
        this.sessions = sessions;
        this.people = people;
        this.issuer = issuer;
        this.pseudonyms = pseudonyms;
        this.clock = clock;
        this.random = random;
    }

    /**
     * @param audience which of the resources asked for the access token is for (RFC 8707 §2.2); empty: all of them
     * @param key what the asker proved to hold
     */
    public record Ask(Secret code, Client client, List<String> audience, Optional<Confirmation> key, Address address) {}

    /** What a device code came to. */
    public sealed interface Outcome {
        record Granted(Tokens tokens, Person person, RefreshFamily family) implements Outcome {}

        record Pending() implements Outcome {}

        /** @param interval how long to wait from now on */
        record TooSoon(Duration interval) implements Outcome {}

        record Denied() implements Outcome {}

        record Expired() implements Outcome {}

        /** A resource that was not asked for. */
        record BadTarget() implements Outcome {}

        /** @param reason a constant for the client's developer */
        record Refused(String reason) implements Outcome {}
    }

    /** What was asked never changes, so it is looked at first: a stranger's mistake costs the device nothing. */
    @Spec("RFC 8628 §3.4")
    @Spec("RFC 8628 §3.5")
    public Outcome redeem(Ask ask) {
        Instant now = clock.instant();
        Digest code = Digest.of(ask.code().reveal());
        Optional<DeviceRequest> request = devices.byCode(code);
        if (request.isEmpty()) {
            return new Outcome.Refused("the device code is unknown");
        }
        return objection(request.get(), ask).orElseGet(() -> polled(devices.poll(code, now), ask, now));
    }

    private static Optional<Outcome> objection(DeviceRequest request, Ask ask) {
        if (!request.client().equals(ask.client().id())) {
            return Optional.of(new Outcome.Refused("the device code was issued to another client"));
        }
        Optional<Confirmation> bound = request.terms().confirmation();
        if (bound.isPresent() && !bound.equals(ask.key())) {
            return Optional.of(new Outcome.Refused("the device code is bound to another key"));
        }
        return request.terms().audience().containsAll(ask.audience())
                ? Optional.empty()
                : Optional.of(new Outcome.BadTarget());
    }

    private Outcome polled(Polled polled, Ask ask, Instant now) {
        return switch (polled) {
            case Polled.Allowed(DeviceRequest request) -> allowed(request, ask, now);
            case Polled.Pending() -> new Outcome.Pending();
            case Polled.TooSoon(Duration interval) -> new Outcome.TooSoon(interval);
            case Polled.Denied() -> new Outcome.Denied();
            case Polled.Expired() -> new Outcome.Expired();
            case Polled.Gone() -> new Outcome.Refused("the device code was used before");
        };
    }

    /** Who allowed it must still be active and signed in: a password that was reset meanwhile takes it back. */
    private Outcome allowed(DeviceRequest request, Ask ask, Instant now) {
        DeviceRequest.Approval by = request.approval().orElseThrow();
        Optional<Session> session = sessions.byId(by.session()).filter(s -> s.isLive(now));
        Optional<Person> person = people.byId(by.person()).filter(Person::isActive);
        if (session.isEmpty() || person.isEmpty()) {
            return new Outcome.Refused("the session in which it was allowed has ended");
        }
        return granted(request, session.get(), person.get(), ask, now);
    }

    private Outcome granted(DeviceRequest request, Session allowedIn, Person person, Ask ask, Instant now) {
        var session = session(allowedIn, ask, now);
        var id = new FamilyId(random.uuid(now));
        Optional<Confirmation> key = ask.client().isPublic() ? ask.key() : Optional.empty();
        var family = new RefreshFamily(
                id,
                session.id(),
                person.id(),
                request.client(),
                request.scope(),
                1,
                Digest.of(issuer.member(id, 1).reveal()),
                now,
                now,
                session.expires(),
                Optional.empty(),
                request.terms().boundTo(key));
        sessions.open(session, family);
        List<String> audience = ask.audience().isEmpty() ? request.terms().audience() : ask.audience();
        var part = new TokenIssuer.Part(family.scope(), audience, ask.key());
        return new Outcome.Granted(issuer.issue(person, family, part, now), person, family);
    }

    private Session session(Session allowedIn, Ask ask, Instant now) {
        return Session.ofGrant(
                new SessionId(random.uuid(now)),
                allowedIn.person(),
                ask.client().name(),
                Optional.of(pseudonyms.of(ask.address(), now)),
                now,
                now.plus(issuer.policy().refresh()),
                allowedIn.authenticated(),
                allowedIn.methods());
    }
}
