package dev.sallyport.storage.memory;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.AuditLog;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Events in memory. */
public final class MemoryAudit implements AuditLog {
    private final Shelf<UUID, AuditEvent> events = new Shelf<>(Shelf.MOST);

    @Override
    public synchronized void append(AuditEvent event) {
        events.addNew(event.id(), event);
    }

    @Override
    public synchronized Page<AuditEvent> of(PersonId person, Slice slice) {
        return page(events.all().stream().filter(event -> event.person().equals(Optional.of(person))), slice);
    }

    @Override
    public synchronized Page<AuditEvent> all(Slice slice) {
        return page(events.all().stream(), slice);
    }

    private static Page<AuditEvent> page(Stream<AuditEvent> events, Slice slice) {
        return Cursor.page(events, slice, event -> Cursor.at(event.at(), event.id()));
    }
}
