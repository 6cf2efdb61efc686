package dev.sallyport.domain.audit;

import dev.sallyport.domain.person.PersonId;
import java.time.Instant;
import java.util.Optional;

/**
 * Which events are asked for.
 *
 * @param from the first moment, from 1970
 * @param until the moment behind the last
 */
public record AuditQuery(Optional<AuditEvent.Kind> kind, Optional<PersonId> person, Instant from, Instant until) {
    /** Everything. */
    public static final AuditQuery ALL = new AuditQuery(Optional.empty(), Optional.empty(), Instant.EPOCH, Instant.MAX);

    public static AuditQuery of(PersonId person) {
        return new AuditQuery(Optional.empty(), Optional.of(person), Instant.EPOCH, Instant.MAX);
    }

    /** Whether the event is asked for. */
    public boolean fits(AuditEvent event) {
        return kind.filter(k -> k != event.kind()).isEmpty()
                && person.filter(p -> !event.person().equals(Optional.of(p))).isEmpty()
                && !event.at().isBefore(from)
                && event.at().isBefore(until);
    }
}
