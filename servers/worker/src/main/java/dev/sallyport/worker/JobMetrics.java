package dev.sallyport.worker;

import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobStore.Depth;
import dev.sallyport.domain.job.RunJob.Ran;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;

/** Depth and age of the queue, and what came of each job by kind; the labels are a closed set (T43). */
final class JobMetrics {
    private static final double MILLIS = 1_000.0;

    private final MeterRegistry meters;
    private final Set<String> kinds;
    private final AtomicReference<Depth> depth = new AtomicReference<>(new Depth(0, 0, 0, Duration.ZERO));

    JobMetrics(MeterRegistry meters, Set<String> kinds) {
        this.meters = meters;
        this.kinds = Set.copyOf(kinds);
        gauge("due", Depth::due);
        gauge("later", Depth::later);
        gauge("dead", Depth::dead);
        Gauge.builder("sallyport.jobs.oldest", depth, d -> d.get().oldest().toMillis() / MILLIS)
                .description("Age of the oldest job that is due")
                .baseUnit("seconds")
                .register(meters);
    }

    private void gauge(String state, ToDoubleFunction<Depth> count) {
        Gauge.builder("sallyport.jobs", depth, d -> count.applyAsDouble(d.get()))
                .description("Jobs in the queue")
                .tag("state", state)
                .register(meters);
    }

    void depth(Depth now) {
        depth.set(now);
    }

    /** Why jobs wait for longer than {@code late}, where they do. */
    Optional<String> trouble(Duration late) {
        Depth now = depth.get();
        return now.oldest().compareTo(late) <= 0
                ? Optional.empty()
                : Optional.of("the oldest of " + now.due() + " due jobs waits for "
                        + now.oldest().toMinutes() + " minutes");
    }

    void ran(Job job, Ran ran) {
        String kind = kinds.contains(job.kind()) ? job.kind() : "other";
        meters.counter("sallyport.jobs.ran", "kind", kind, "outcome", outcome(ran))
                .increment();
    }

    /** What came of it, in one word. */
    static String outcome(Ran ran) {
        return switch (ran) {
            case Ran.Done() -> "done";
            case Ran.Waits waits -> "waits";
            case Ran.Lost() -> "lost";
            case Ran.Again again -> "again";
            case Ran.Buried buried -> "buried";
        };
    }
}
