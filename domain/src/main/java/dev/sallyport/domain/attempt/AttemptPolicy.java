package dev.sallyport.domain.attempt;

import java.time.Duration;

/**
 * How many failures are borne, and what follows (L28).
 *
 * @param failures 1 to 100; the attempt after that many failures is refused
 * @param suspend how long attempts are then refused; also how long a failure is remembered
 */
public record AttemptPolicy(int failures, Duration suspend) {
    /** How long a credential may be in judgement before the attempt counts as failed. */
    public static final Duration JUDGEMENT = Duration.ofSeconds(30);

    public AttemptPolicy {
        if (failures < 1 || failures > 100) {
            throw new IllegalArgumentException("1 to 100 failures");
        }
    }
}
