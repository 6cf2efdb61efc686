package dev.sallyport.domain.file;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.AuditLog;
import dev.sallyport.domain.file.FileStore.Removed;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.SessionId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** A person takes a file of theirs back. Somebody else's file is not found. */
public final class RemoveFile {
    private final FileStore files;
    private final RemoveContent contents;
    private final ContentLocks locks;
    private final AuditLog log;
    private final InstantSource clock;
    private final RandomSource random;

    public RemoveFile(
            FileStore files,
            BlobStore blobs,
            ContentLocks locks,
            AuditLog log,
            InstantSource clock,
            RandomSource random) {
        this.files = files;
        this.contents = new RemoveContent(files, blobs);
        this.locks = locks;
        this.log = log;
        this.clock = clock;
        this.random = random;
    }

    /** Whether there was such a file of this owner's, and it is gone. */
    public boolean remove(FileId id, PersonId owner, SessionId session) {
        Optional<StoredFile> found = files.byId(id).filter(file -> file.owner().equals(owner));
        boolean gone = found.map(file -> locks.with(file.digest(), () -> contents.file(id, owner)))
                .filter(Removed.Gone.class::isInstance)
                .isPresent();
        if (gone) {
            note(found.get(), owner, session);
        }
        return gone;
    }

    private void note(StoredFile file, PersonId owner, SessionId session) {
        Instant now = clock.instant();
        var details = Map.of("file", file.id().toString());
        log.append(new AuditEvent(
                random.uuid(now),
                AuditEvent.Kind.FILE_DELETED,
                Optional.of(owner),
                Optional.of(session),
                Optional.empty(),
                details,
                now));
    }
}
