package dev.sallyport.domain.audit;

import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;

/** Where events are kept, in order, and never changed. */
public interface AuditLog {
    void append(AuditEvent event);

    /** The person's events, newest first. */
    Page<AuditEvent> of(PersonId person, Slice slice);

    /** Everybody's events, newest first. */
    Page<AuditEvent> all(Slice slice);
}
