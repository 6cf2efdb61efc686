package dev.sallyport.domain.file;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.AuditLog;
import dev.sallyport.domain.file.InspectContent.Inspected;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.SessionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** The last step of every upload: a content that is whole is looked at and becomes somebody's file. */
public final class EnterFile {
    private final BlobStore blobs;
    private final RemoveContent contents;
    private final ContentLocks locks;
    private final InspectContent inspection;
    private final AuditLog log;
    private final InstantSource clock;
    private final RandomSource random;

    public EnterFile(
            FileStore files,
            BlobStore blobs,
            ContentLocks locks,
            InspectContent inspection,
            AuditLog log,
            InstantSource clock,
            RandomSource random) {
        this.blobs = blobs;
        this.contents = new RemoveContent(files, blobs);
        this.locks = locks;
        this.inspection = inspection;
        this.log = log;
        this.clock = clock;
        this.random = random;
    }

    /** Whose upload it is and what it is called. */
    record Sender(PersonId owner, SessionId session, FileName name) {}

    /** The row of a file. It is written before it is looked whether the content is still there ({@link RemoveContent}). */
    interface Row {
        Written write(StoredFile file);

        /** Puts a content back that somebody deleted at this moment; whether it could be. */
        boolean restore() throws IOException;
    }

    /** What came of a row. */
    sealed interface Written {
        record Here() implements Written {}

        /** Somebody else wrote the same row. */
        record Before() implements Written {}

        record Refused(Uploaded why) implements Written {}
    }

    Uploaded enter(FileId id, Sender sender, BlobStore.Kept.Whole whole, Row row) throws IOException {
        return switch (inspection.inspect(whole)) {
            case Inspected.Refused(Uploaded why) -> refused(sender, whole, why);
            case Inspected.Admitted(String type) -> {
                var file = new StoredFile(
                        id, sender.owner(), sender.name().value(), whole.size(), type, whole.digest(), clock.instant());
                yield locked(file.digest(), digest -> entered(file, sender.session(), row));
            }
        };
    }

    private Uploaded refused(Sender sender, BlobStore.Kept.Whole whole, Uploaded why) throws IOException {
        drop(whole.digest());
        if (why instanceof Uploaded.Infected(String what)) {
            var details = Map.of("digest", whole.digest(), "found", what);
            note(AuditEvent.Kind.FILE_REFUSED, sender.owner(), sender.session(), details, clock.instant());
        }
        return why;
    }

    /** Lets the content go, unless a file has it. */
    void drop(String digest) throws IOException {
        locked(digest, contents::unlessUsed);
    }

    private Uploaded entered(StoredFile file, SessionId session, Row row) throws IOException {
        return switch (row.write(file)) {
            case Written.Refused(Uploaded why) -> {
                contents.unlessUsed(file.digest());
                yield why;
            }
            case Written.Before() -> new Uploaded.Stored(file);
            case Written.Here()
            when blobs.has(file.digest()) || row.restore() -> {
                var details = Map.of("file", file.id().toString());
                note(AuditEvent.Kind.FILE_UPLOADED, file.owner(), session, details, file.created());
                yield new Uploaded.Stored(file);
            }
            case Written.Here() -> {
                contents.file(file.id(), file.owner());
                yield new Uploaded.Crossed();
            }
        };
    }

    private interface Step<T> {
        T of(String digest) throws IOException;
    }

    private <T> T locked(String digest, Step<T> step) throws IOException {
        try {
            return locks.with(digest, () -> {
                try {
                    return step.of(digest);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void note(
            AuditEvent.Kind kind, PersonId owner, SessionId session, Map<String, String> details, Instant at) {
        log.append(new AuditEvent(
                random.uuid(at), kind, Optional.of(owner), Optional.of(session), Optional.empty(), details, at));
    }
}
