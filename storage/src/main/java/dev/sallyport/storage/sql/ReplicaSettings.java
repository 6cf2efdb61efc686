package dev.sallyport.storage.sql;

import java.time.Duration;

/**
 * Standbys that may answer reads, as {@code database_replica} in the configuration says it.
 *
 * @param servers where they are
 * @param lag how old an answer may be
 */
public record ReplicaSettings(DatabaseSettings.Postgresql servers, Duration lag) {
    /** How old an answer may be where nobody says. */
    public static final Duration LAG = Duration.ofSeconds(5);
}
