package dev.sallyport.domain.privacy;

import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.job.Progress;
import dev.sallyport.domain.person.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A person's wish to have everything that is kept about them as one archive.
 *
 * @param progress how far it has come, where it was begun
 * @param archive the archive, once it is whole; it is a file of the person's own
 */
public record Export(UUID id, PersonId person, Instant asked, Optional<Progress> progress, Optional<FileId> archive) {
    /** How long the archive stays. */
    public static final Duration STAY = Duration.ofDays(7);

    /** What is not whole after so long will not be; another may be asked for then. */
    public static final Duration PATIENCE = Duration.ofDays(1);

    /** How an export stands. */
    public enum State {
        WAITING,
        RUNNING,
        READY,
        FAILED
    }

    public State state(Instant now) {
        if (archive.isPresent()) {
            return State.READY;
        }
        if (!now.isBefore(asked.plus(PATIENCE))) {
            return State.FAILED;
        }
        return progress.isPresent() ? State.RUNNING : State.WAITING;
    }

    /** When the archive goes. */
    public Instant expires() {
        return asked.plus(STAY);
    }
}
