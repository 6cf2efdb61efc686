package dev.sallyport.domain.key;

import dev.sallyport.domain.token.Algorithm;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How old the keys are that sign, and which should have had a successor by now. */
public final class KeyAges {
    private final KeyStore keys;
    private final Duration most;
    private final InstantSource clock;

    /** @param most how old a key may become that signs */
    public KeyAges(KeyStore keys, Duration most, InstantSource clock) {
        this.keys = keys;
        this.most = most;
        this.clock = clock;
    }

    /** The age of the youngest key of each algorithm that has one. */
    public Map<Algorithm, Duration> youngest() {
        Instant now = clock.instant();
        var ages = new EnumMap<Algorithm, Duration>(Algorithm.class);
        keys.published(now)
                .forEach(key -> ages.merge(
                        key.algorithm(),
                        Duration.between(key.created(), now),
                        (older, newer) -> older.compareTo(newer) < 0 ? older : newer));
        return ages;
    }

    /** Why a key should be rotated, where one should. */
    public Optional<String> trouble() {
        String old = youngest().entrySet().stream()
                .filter(age -> age.getValue().compareTo(most) > 0)
                .map(age -> age.getKey().joseName() + " (" + age.getValue().toDays() + " days)")
                .collect(Collectors.joining(", "));
        return old.isEmpty()
                ? Optional.empty()
                : Optional.of("a key that signs is older than " + most.toDays() + " days: " + old
                        + "; rotate it with: sallyport key rotate");
    }
}
