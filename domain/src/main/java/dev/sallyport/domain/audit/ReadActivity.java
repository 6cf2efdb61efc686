package dev.sallyport.domain.audit;

import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.FileStore;
import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.session.SessionStore;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A person reads what happened to their account. */
public final class ReadActivity {
    private final AuditLog log;
    private final SessionStore sessions;
    private final FileStore files;
    private final InstantSource clock;

    public ReadActivity(AuditLog log, SessionStore sessions, FileStore files, InstantSource clock) {
        this.log = log;
        this.sessions = sessions;
        this.files = files;
        this.clock = clock;
    }

    /** The person's events, newest first, each with the device it came from where that is still known. */
    public Page<Entry> read(PersonId person, Slice slice) {
        Page<AuditEvent> page = log.of(person, slice);
        Map<SessionId, String> devices = sessions.live(person, clock.instant()).stream()
                .collect(Collectors.toMap(Session::id, Session::device, (first, second) -> first));
        var entries = page.items().stream()
                .map(event -> new Entry(event, device(event, devices), file(event, person)))
                .toList();
        return new Page<>(entries, page.next());
    }

    private static Optional<String> device(AuditEvent event, Map<SessionId, String> devices) {
        return Optional.ofNullable(event.details().get("device"))
                .or(() -> event.session().map(devices::get))
                .filter(device -> !device.isEmpty());
    }

    /** The log holds no names of files, since it outlives them. */
    private Optional<String> file(AuditEvent event, PersonId person) {
        return Optional.ofNullable(event.details().get("file"))
                .flatMap(id -> files.byId(FileId.of(id)))
                .filter(file -> file.owner().equals(person))
                .map(StoredFile::name);
    }

    /** An event, the device of its session, and what the file is called that it is about. */
    public record Entry(AuditEvent event, Optional<String> device, Optional<String> file) {}
}
