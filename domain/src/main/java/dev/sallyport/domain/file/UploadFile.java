package dev.sallyport.domain.file;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.AuditLog;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.SessionId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** A person gives a file into our keeping. It becomes visible as a whole, or not at all. */
public final class UploadFile {
    /**
     * How much is taken.
     *
     * @param file bytes of one file
     * @param person bytes of all files of one person
     */
    public record Limits(long file, long person) {}

    private final FileStore files;
    private final RemoveContent contents;
    private final BlobStore blobs;
    private final ContentLocks locks;
    private final MediaTypes types;
    private final Limits limits;
    private final AuditLog log;
    private final InstantSource clock;
    private final RandomSource random;

    public UploadFile(
            FileStore files,
            BlobStore blobs,
            ContentLocks locks,
            MediaTypes types,
            Limits limits,
            AuditLog log,
            InstantSource clock,
            RandomSource random) {
        this.files = files;
        this.blobs = blobs;
        this.contents = new RemoveContent(files, blobs);
        this.locks = locks;
        this.types = types;
        this.limits = limits;
        this.log = log;
        this.clock = clock;
        this.random = random;
    }

    /** Reads {@code content} to its end and keeps it under {@code name}. */
    public Uploaded upload(PersonId owner, SessionId session, FileName name, InputStream content) {
        long left = limits.person() - files.used(owner);
        if (left <= 0) {
            return new Uploaded.OverQuota(limits.person());
        }
        var source = new Source(content);
        try {
            return switch (blobs.keep(source, Math.min(left, limits.file()))) {
                case BlobStore.Kept.TooLarge(long limit)
                when limit < limits.file() -> new Uploaded.OverQuota(limits.person());
                case BlobStore.Kept.TooLarge(long limit) -> new Uploaded.TooLarge(limit);
                case BlobStore.Kept.Whole whole -> enter(owner, session, name, whole);
            };
        } catch (IOException e) {
            return source.failure()
                    .<Uploaded>map(Uploaded.BrokeOff::new)
                    .orElseThrow(() -> new UncheckedIOException(e));
        }
    }

    private Uploaded enter(PersonId owner, SessionId session, FileName name, BlobStore.Kept.Whole whole) {
        Instant now = clock.instant();
        String type = types.of(whole.head());
        var file = new StoredFile(
                new FileId(random.uuid(now)), owner, name.value(), whole.size(), type, whole.digest(), now);
        Uploaded outcome = locks.with(file.digest(), () -> entered(file));
        if (outcome instanceof Uploaded.Stored) {
            var details = Map.of("file", file.id().toString(), "name", file.name());
            log.append(new AuditEvent(
                    random.uuid(now),
                    AuditEvent.Kind.FILE_UPLOADED,
                    Optional.of(owner),
                    Optional.of(session),
                    Optional.empty(),
                    details,
                    now));
        }
        return outcome;
    }

    /** The quota is looked at again after the file was added, so that uploads side by side cannot pass it together. */
    private Uploaded entered(StoredFile file) {
        files.add(file);
        if (files.used(file.owner()) > limits.person()) {
            contents.file(file.id(), file.owner());
            return new Uploaded.OverQuota(limits.person());
        }
        if (blobs.path(file.digest()).isEmpty()) {
            contents.file(file.id(), file.owner());
            return new Uploaded.Crossed();
        }
        return new Uploaded.Stored(file);
    }

    /** What came of an upload. */
    public sealed interface Uploaded {
        record Stored(StoredFile file) implements Uploaded {}

        record TooLarge(long limit) implements Uploaded {}

        record OverQuota(long quota) implements Uploaded {}

        /** The sender stopped before the end; nothing was kept. */
        record BrokeOff(IOException why) implements Uploaded {}

        /** The last other file of the same content was deleted at this very moment; asking again works. */
        record Crossed() implements Uploaded {}
    }
}
