package dev.sallyport.domain.grant;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.KeyedDigest;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.attempt.AttemptKey;
import dev.sallyport.domain.attempt.AttemptPolicy;
import dev.sallyport.domain.attempt.AttemptStore;
import dev.sallyport.domain.attempt.AttemptStore.Begun;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.grant.DeviceStore.Decision;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.domain.privacy.AddressPseudonym;
import dev.sallyport.domain.privacy.PseudonymiseAddress;
import dev.sallyport.domain.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * A person types what their device shows, and says yes or no to it (RFC 8628 §3.3). Wrong codes are counted on the address they
 * come from; a right one does not lift the count, since anybody can have a right one of their own (T21).
 */
public final class AnswerDevice {
    /** Wrong codes from one address, and how long it then waits. */
    static final AttemptPolicy POLICY = new AttemptPolicy(10, Duration.ofMinutes(10));

    private final DeviceStore devices;
    private final AttemptStore attempts;
    private final KeyedDigest userCodes;
    private final KeyedDigest guessers;
    private final PseudonymiseAddress pseudonyms;
    private final RecordEvent events;
    private final InstantSource clock;

    public AnswerDevice(
            DeviceStore devices,
            AttemptStore attempts,
            PseudonymiseAddress pseudonyms,
            RecordEvent events,
            Sealer sealer,
            InstantSource clock) {
        this.devices = devices;
        this.attempts = attempts;
        this.userCodes = AskForDevice.userCodes(sealer);
        this.guessers = new KeyedDigest(sealer.derive("user-code-guessers"));
        this.pseudonyms = pseudonyms;
        this.events = events;
        this.clock = clock;
    }

    /** What came of a code that was typed. */
    public sealed interface Typed {
        record Known(UserCode code, DeviceRequest request) implements Typed {}

        /** Never a code, or one that has expired or been answered. */
        record Unknown() implements Typed {}

        record TooMany(Duration patience) implements Typed {}
    }

    /** The place is taken before the code is judged, so that parallel guesses do not slip under the limit (T22). */
    @Spec("RFC 8628 §5.1")
    public Typed type(String typed, Address from) {
        Instant now = clock.instant();
        AttemptKey key = key(from, now);
        return switch (attempts.begin(key, POLICY, now)) {
            case Begun.Suspended(Instant until) -> new Typed.TooMany(Duration.between(now, until));
            case Begun.Crowded(Duration wait) -> new Typed.TooMany(wait);
            case Begun.Judge() -> judged(typed, key, now);
        };
    }

    private Typed judged(String typed, AttemptKey key, Instant now) {
        Optional<Typed> known = UserCode.parse(typed)
                .flatMap(code ->
                        devices.pending(code.digest(userCodes), now).map(request -> new Typed.Known(code, request)));
        if (known.isPresent()) {
            attempts.giveBack(key);
            return known.get();
        }
        attempts.fail(key, POLICY, now);
        return new Typed.Unknown();
    }

    private AttemptKey key(Address from, Instant now) {
        AddressPseudonym address = pseudonyms.of(from, now);
        return new AttemptKey(guessers.of(address.day().toString(), address.value()));
    }

    /** The request behind a code that was typed before, as long as it waits. */
    public Optional<DeviceRequest> waiting(UserCode code) {
        return devices.pending(code.digest(userCodes), clock.instant());
    }

    /** The person says yes; false when the request has expired or been answered meanwhile. */
    public boolean allow(UserCode code, DeviceRequest request, Session session, GrantTerms terms, Address from) {
        var by = new DeviceRequest.Approval(session.person(), session.id());
        return decided(code, request, session, new Decision.Allow(by, terms), AuditEvent.Kind.DEVICE_ALLOWED, from);
    }

    /** The person says no; false as above. */
    public boolean deny(UserCode code, DeviceRequest request, Session session, Address from) {
        return decided(code, request, session, new Decision.Deny(), AuditEvent.Kind.DEVICE_DENIED, from);
    }

    private boolean decided(
            UserCode code,
            DeviceRequest request,
            Session session,
            Decision decision,
            AuditEvent.Kind kind,
            Address from) {
        Instant now = clock.instant();
        Digest digest = code.digest(userCodes);
        if (!devices.decide(digest, decision, now)) {
            return false;
        }
        events.record(
                kind,
                Optional.of(session.person()),
                Optional.of(session.id()),
                from,
                Map.of(
                        "client",
                        request.client().value(),
                        "scope",
                        request.scope().toString()),
                now);
        return true;
    }
}
