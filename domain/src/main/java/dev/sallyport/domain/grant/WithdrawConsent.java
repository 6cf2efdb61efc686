package dev.sallyport.domain.grant;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.domain.session.SessionStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** A person takes back what they allowed a client: it is asked for again next time, and what came of it ends now. */
public final class WithdrawConsent {
    private final ConsentStore consents;
    private final DeviceStore devices;
    private final SessionStore sessions;
    private final RecordEvent events;
    private final InstantSource clock;

    public WithdrawConsent(
            ConsentStore consents,
            DeviceStore devices,
            SessionStore sessions,
            RecordEvent events,
            InstantSource clock) {
        this.consents = consents;
        this.devices = devices;
        this.sessions = sessions;
        this.events = events;
        this.clock = clock;
    }

    /**
     * False when the client had nothing. The consent and what devices wait for first, so that no new code comes behind the grants that are ended; whoever
     * asks again after a crash between the two ends the rest.
     */
    public boolean withdraw(PersonId person, ClientId client, Address address) {
        if (client.isFirstParty()) {
            return false;
        }
        Instant now = clock.instant();
        boolean remembered = consents.withdraw(person, client);
        boolean waiting = devices.takeBack(person, client) > 0;
        boolean held = sessions.endGrants(person, client, now) > 0;
        boolean had = remembered || waiting || held;
        if (had) {
            events.record(
                    AuditEvent.Kind.CONSENT_WITHDRAWN,
                    Optional.of(person),
                    Optional.empty(),
                    address,
                    Map.of("client", client.value()),
                    now);
        }
        return had;
    }
}
