package dev.sallyport.domain.grant;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A device that waits for a person to allow it something (RFC 8628).
 *
 * @param code the digest of the device code
 * @param userCode the keyed digest of what the person types
 * @param terms what was asked for, and once it is allowed, on which terms it was
 * @param approval who allowed it
 * @param interval how long the device must wait between two questions
 * @param polled when it last asked while it was pending; never at first
 */
public record DeviceRequest(
        Digest code,
        Digest userCode,
        ClientId client,
        Scope scope,
        GrantTerms terms,
        State state,
        Optional<Approval> approval,
        Duration interval,
        Optional<Instant> polled,
        Instant expires) {

    private static final Duration SLOWER = Duration.ofSeconds(5);

    /** How far it has come. */
    public enum State {
        PENDING,
        ALLOWED,
        DENIED,
        /** Tokens were made of it. */
        REDEEMED
    }

    /**
     * Who allowed it.
     *
     * @param session the sign-on session in which they did
     */
    public record Approval(PersonId person, SessionId session) {}

    public boolean isPending(Instant now) {
        return state == State.PENDING && now.isBefore(expires);
    }

    /** An answer to the device and the request after it. */
    public record Step(DeviceStore.Polled answer, DeviceRequest after) {}

    /** The device asks: what every {@link DeviceStore} answers and keeps in one step. */
    @Spec("RFC 8628 §3.5")
    public Step poll(Instant now) {
        if (!now.isBefore(expires)) {
            return new Step(new DeviceStore.Polled.Expired(), this);
        }
        return switch (state) {
            case PENDING -> pending(now);
            case ALLOWED -> {
                var redeemed = with(State.REDEEMED, interval, polled);
                yield new Step(new DeviceStore.Polled.Allowed(redeemed), redeemed);
            }
            case DENIED -> new Step(new DeviceStore.Polled.Denied(), this);
            case REDEEMED -> new Step(new DeviceStore.Polled.Gone(), this);
        };
    }

    /** Who asks too soon waits five seconds longer from then on. */
    private Step pending(Instant now) {
        boolean soon = polled.filter(last -> now.isBefore(last.plus(interval))).isPresent();
        Duration next = soon ? interval.plus(SLOWER) : interval;
        DeviceStore.Polled answer = soon ? new DeviceStore.Polled.TooSoon(next) : new DeviceStore.Polled.Pending();
        return new Step(answer, with(state, next, Optional.of(now)));
    }

    private DeviceRequest with(State next, Duration pace, Optional<Instant> asked) {
        return new DeviceRequest(code, userCode, client, scope, terms, next, approval, pace, asked, expires);
    }

    /** The same request, decided. */
    public DeviceRequest decided(DeviceStore.Decision decision) {
        return switch (decision) {
            case DeviceStore.Decision.Allow(var by, var on) ->
                new DeviceRequest(
                        code, userCode, client, scope, on, State.ALLOWED, Optional.of(by), interval, polled, expires);
            case DeviceStore.Decision.Deny() -> with(State.DENIED, interval, polled);
        };
    }
}
