package dev.sallyport.worker;

import java.time.Duration;

/**
 * How the worker works.
 *
 * @param concurrency how many jobs it does at once, 1 to 256
 * @param poll how often it looks for jobs that other processes added
 * @param lease how long a job stays that of a worker that died; a worker that lives renews it while it works
 */
public record WorkerConfiguration(int concurrency, Duration poll, Duration lease) {
    private static final int MOST = 256;

    public WorkerConfiguration {
        if (concurrency < 1 || concurrency > MOST) {
            throw new IllegalArgumentException("concurrency must be 1 to " + MOST);
        }
        if (poll.compareTo(Duration.ofMillis(50)) < 0 || poll.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("poll must be 50ms to 5m");
        }
        if (lease.compareTo(Duration.ofSeconds(5)) < 0 || lease.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("lease must be 5s to 1h");
        }
    }

    public static WorkerConfiguration defaults() {
        return new WorkerConfiguration(8, Duration.ofSeconds(1), Duration.ofMinutes(2));
    }
}
