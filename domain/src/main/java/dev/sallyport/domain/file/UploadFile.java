package dev.sallyport.domain.file;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.SessionId;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;

/** A person gives a file into our keeping in one request. It becomes visible as a whole, or not at all. */
public final class UploadFile {
    /**
     * How much is taken.
     *
     * @param file bytes of one file
     * @param person bytes of all files of one person
     */
    public record Limits(long file, long person) {}

    private final FileStore files;
    private final BlobStore blobs;
    private final EnterFile entering;
    private final Limits limits;
    private final InstantSource clock;
    private final RandomSource random;

    public UploadFile(
            FileStore files,
            BlobStore blobs,
            EnterFile entering,
            Limits limits,
            InstantSource clock,
            RandomSource random) {
        this.files = files;
        this.blobs = blobs;
        this.entering = entering;
        this.limits = limits;
        this.clock = clock;
        this.random = random;
    }

    /** Reads {@code content} to its end and keeps it under {@code name}, if it is what {@code proof} says. */
    public Uploaded upload(PersonId owner, SessionId session, FileName name, InputStream content, ContentProof proof) {
        long left = limits.person() - files.used(owner);
        if (left <= 0) {
            return new Uploaded.OverQuota(limits.person());
        }
        var source = new Source(proof.over(content));
        try {
            return switch (blobs.keep(source, Math.min(left, limits.file()))) {
                case BlobStore.Kept.TooLarge(long limit)
                when limit < limits.file() -> new Uploaded.OverQuota(limits.person());
                case BlobStore.Kept.TooLarge(long limit) -> new Uploaded.TooLarge(limit);
                case BlobStore.Kept.Whole whole when !proof.holds() -> altered(whole);
                case BlobStore.Kept.Whole whole ->
                    entering.enter(
                            new FileId(random.uuid(clock.instant())),
                            new EnterFile.Sender(owner, session, name),
                            whole,
                            new NewRow());
            };
        } catch (IOException e) {
            return source.failure().<Uploaded>map(Uploaded.BrokeOff::new).orElseGet(() -> new Uploaded.Unkept(e));
        }
    }

    private Uploaded altered(BlobStore.Kept.Whole whole) throws IOException {
        entering.drop(whole.digest());
        return new Uploaded.Altered();
    }

    private final class NewRow implements EnterFile.Row {
        @Override
        public EnterFile.Written write(StoredFile file) {
            return files.add(file, limits.person())
                    ? new EnterFile.Written.Here()
                    : new EnterFile.Written.Refused(new Uploaded.OverQuota(limits.person()));
        }

        /** Its bytes are gone with the request; the sender has them. */
        @Override
        public boolean restore() {
            return false;
        }
    }
}
