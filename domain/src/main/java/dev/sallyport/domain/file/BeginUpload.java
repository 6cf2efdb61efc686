package dev.sallyport.domain.file;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.person.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A person says what they will send, and room is kept for it. */
public final class BeginUpload {
    /** Unfinished uploads of one person (T43). */
    public static final int MOST = 100;

    private final UploadStore uploads;
    private final UploadFile.Limits limits;
    private final Duration stay;
    private final InstantSource clock;
    private final RandomSource random;

    /** @param stay how long an upload is kept of which nothing more comes */
    public BeginUpload(
            UploadStore uploads, UploadFile.Limits limits, Duration stay, InstantSource clock, RandomSource random) {
        this.uploads = uploads;
        this.limits = limits;
        this.stay = stay;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Begins an upload of {@code length} bytes.
     *
     * @param metadata at most {@link Upload#LONGEST_METADATA} characters
     */
    public Begun begin(PersonId owner, FileName name, String metadata, long length) {
        if (length > limits.file()) {
            return new Begun.TooLarge(limits.file());
        }
        Instant now = clock.instant();
        var upload = new Upload(
                new FileId(random.uuid(now)), owner, name, metadata, length, 0, 0, false, now, now.plus(stay));
        return switch (uploads.open(upload, limits.person(), MOST)) {
            case BEGUN -> new Begun.Here(upload);
            case NO_ROOM -> new Begun.OverQuota(limits.person());
            case TOO_MANY -> new Begun.TooMany(MOST);
        };
    }

    /** What came of beginning. */
    public sealed interface Begun {
        record Here(Upload upload) implements Begun {}

        record TooLarge(long limit) implements Begun {}

        record OverQuota(long quota) implements Begun {}

        record TooMany(int most) implements Begun {}
    }
}
