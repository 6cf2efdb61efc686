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
    private final SessionStore sessions;
    private final RecordEvent events;
    private final InstantSource clock;

    public WithdrawConsent(ConsentStore consents, SessionStore sessions, RecordEvent events, InstantSource clock) {
        this.consents = consents;
        this.sessions = sessions;
        this.events = events;
        this.clock = clock;
    }

    /**
     * False when the client had nothing. The consent first, so that no new code comes behind the grants that are ended; whoever
     * asks again after a crash between the two ends the rest.
     */
    public boolean withdraw(PersonId person, ClientId client, Address address) {
        if (client.isFirstParty()) {
            return false;
        }
        Instant now = clock.instant();
        boolean allowed = consents.withdraw(person, client);
        boolean held = sessions.endGrants(person, client, now) > 0;
        if (allowed || held) {
            events.record(
                    AuditEvent.Kind.CONSENT_WITHDRAWN,
                    Optional.of(person),
                    Optional.empty(),
                    address,
                    Map.of("client", client.value()),
                    now);
        }
        return allowed || held;
    }
}
