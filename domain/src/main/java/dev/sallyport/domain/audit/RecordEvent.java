package dev.sallyport.domain.audit;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.domain.privacy.PseudonymiseAddress;
import dev.sallyport.domain.session.SessionId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Appends what happened to the log, with the address turned into its pseudonym (L17). */
public final class RecordEvent {
    private final AuditLog log;
    private final PseudonymiseAddress pseudonyms;
    private final RandomSource random;

    public RecordEvent(AuditLog log, PseudonymiseAddress pseudonyms, RandomSource random) {
        this.log = log;
        this.pseudonyms = pseudonyms;
        this.random = random;
    }

    public void record(
            AuditEvent.Kind kind,
            Optional<PersonId> person,
            Optional<SessionId> session,
            Address address,
            Map<String, String> details,
            Instant now) {
        var pseudonym = Optional.of(pseudonyms.of(address, now));
        log.append(new AuditEvent(random.uuid(now), kind, person, session, pseudonym, details, now));
    }

    /** As above, of a person's session. */
    public void record(AuditEvent.Kind kind, PersonId person, SessionId session, Address address, Instant now) {
        record(kind, Optional.of(person), Optional.of(session), address, Map.of(), now);
    }

    /** As above, where no request and so no address is behind it: an operator at the machine, or the house itself. */
    public void record(AuditEvent.Kind kind, Optional<PersonId> person, Map<String, String> details, Instant now) {
        log.append(new AuditEvent(random.uuid(now), kind, person, Optional.empty(), Optional.empty(), details, now));
    }
}
