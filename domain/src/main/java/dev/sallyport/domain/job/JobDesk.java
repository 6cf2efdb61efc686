package dev.sallyport.domain.job;

import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The queue as an administrator sees it. */
public interface JobDesk {
    /** Jobs in that state, the newest first; of all states where none is named. */
    Page<Listed> list(Optional<State> state, Instant now, Slice slice);

    /** A job that was given up is due again at {@code now}, with all its tries before it; empty when no such job was given up. */
    Optional<Job> revive(UUID id, Instant now);

    /** A job that was given up goes; empty when no such job was given up. */
    Optional<Job> discard(UUID id);

    /**
     * A job and how it stands.
     *
     * @param progress how far it has come, where it says so
     */
    record Listed(Job job, State state, Optional<Progress> progress) {}

    /** How a job stands. */
    enum State {
        /** For its time, or for a worker. */
        WAITING,
        /** A worker holds its lease. */
        RUNNING,
        /** Given up. */
        DEAD
    }
}
