package dev.sallyport.domain.grant;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.DeviceRequest.Approval;
import dev.sallyport.domain.person.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Where devices wait for people. */
public interface DeviceStore {
    /** Keeps a new request; false when there is one of the same device code or user code. */
    boolean add(DeviceRequest request);

    /** The request of a device code, as it stands. */
    Optional<DeviceRequest> byCode(Digest code);

    /** The request that waits under a user code; empty when it was decided or has expired. */
    Optional<DeviceRequest> pending(Digest userCode, Instant now);

    /** Decides a request that is pending; of any number of callers one wins (T13). */
    boolean decide(Digest userCode, Decision decision, Instant now);

    /**
     * The device asks what became of its request; {@link DeviceRequest#poll} says what it is told and what is kept. Of any number of
     * callers one is told {@link Polled.Allowed} (T13).
     */
    Polled poll(Digest code, Instant now);

    /** Makes a no of what the person allowed the client and no device has redeemed yet; says how many. */
    int takeBack(PersonId person, ClientId client);

    /** Removes what expired before {@code before}; at most {@code most}; says how many. */
    int purge(Instant before, int most);

    /** What a person decides. */
    sealed interface Decision {
        /** @param terms the request's terms, with when and how the person had signed in */
        record Allow(Approval by, GrantTerms terms) implements Decision {}

        record Deny() implements Decision {}
    }

    /** What a device is told. */
    sealed interface Polled {
        /** This caller, and no other, may have tokens. */
        record Allowed(DeviceRequest request) implements Polled {}

        record Pending() implements Polled {}

        /** @param interval how long to wait from now on */
        record TooSoon(Duration interval) implements Polled {}

        record Denied() implements Polled {}

        record Expired() implements Polled {}

        /** There never was such a request, or its tokens were made before. */
        record Gone() implements Polled {}
    }
}
