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
 */
public record Job(
        UUID id,
        String kind,
        Optional<String> key,
        Map<String, String> payload,
        int tries,
        Instant due,
        Instant created,
        Optional<String> lastError) {

    public Job {
        payload = Map.copyOf(payload);
    }
}
