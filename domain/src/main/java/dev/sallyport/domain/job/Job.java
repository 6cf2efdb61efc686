package dev.sallyport.domain.job;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A piece of work to be done outside the request, at least once.
 *
 * @param kind what is to be done, such as {@code mail} or {@code purge}
 * @param key work of the same kind and key that is still waiting is not added twice
 * @param tries how many times it was begun
 * @param lastError why the last try failed
 * @param trace the trace in whose course it was added, as a {@code traceparent}; the store notes it where nobody said
 */
public record Job(
        UUID id,
        String kind,
        Optional<String> key,
        Map<String, String> payload,
        int tries,
        Instant due,
        Instant created,
        Optional<String> lastError,
        Optional<String> trace) {

    public Job {
        payload = Map.copyOf(payload);
    }

    /** A job to be added. */
    public Job(
            UUID id,
            String kind,
            Optional<String> key,
            Map<String, String> payload,
            int tries,
            Instant due,
            Instant created,
            Optional<String> lastError) {
        this(id, kind, key, payload, tries, due, created, lastError, Optional.empty());
    }

    /** The same, added in the course of that trace unless it says another. */
    public Job within(Optional<String> current) {
        return trace.isPresent() || current.isEmpty()
                ? this
                : new Job(id, kind, key, payload, tries, due, created, lastError, current);
    }
}
