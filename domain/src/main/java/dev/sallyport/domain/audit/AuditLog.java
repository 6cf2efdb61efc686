package dev.sallyport.domain.audit;

import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;

/** Where events are kept, in order, and never changed. */
public interface AuditLog {
    void append(AuditEvent event);

    /** The events that are asked for, newest first. */
    Page<AuditEvent> find(AuditQuery query, Slice slice);

    /** The person's events, newest first. */
    default Page<AuditEvent> of(PersonId person, Slice slice) {
        return find(AuditQuery.of(person), slice);
    }

    /** Everybody's events, newest first. */
    default Page<AuditEvent> all(Slice slice) {
        return find(AuditQuery.ALL, slice);
    }
}
