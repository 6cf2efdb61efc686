package dev.sallyport.storage.memory;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.AuditLog;
import dev.sallyport.domain.audit.AuditQuery;
import dev.sallyport.domain.audit.AuditSeals;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import java.util.UUID;

/** Events in memory. */
public final class MemoryAudit implements AuditLog {
    private final Shelf<UUID, AuditEvent> events = new Shelf<>(Shelf.MOST);
    private final MemorySeals seals = new MemorySeals(this, events);

    /** The seals over these events. */
    public AuditSeals seals() {
        return seals;
    }

    @Override
    public synchronized void append(AuditEvent event) {
        events.addNew(event.id(), event);
    }

    @Override
    public synchronized Page<AuditEvent> find(AuditQuery query, Slice slice) {
        return Cursor.page(
                events.all().stream().filter(query::fits), slice, event -> Cursor.at(event.at(), event.id()));
    }
}
