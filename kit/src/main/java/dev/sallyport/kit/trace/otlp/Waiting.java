package dev.sallyport.kit.trace.otlp;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** How many spans wait for the collector, and what became of the others: sent, or dropped and why. */
final class Waiting {
    private final int most;
    private final AtomicInteger now = new AtomicInteger();
    private final Counter sent;
    private final Counter full;
    private final Counter refused;

    Waiting(int most, MeterRegistry meters) {
        this.most = most;
        this.sent = Counter.builder("sallyport.spans.sent")
                .description("Spans that the collector took")
                .register(meters);
        this.full = dropped("queue_full", meters);
        this.refused = dropped("not_taken", meters);
        Gauge.builder("sallyport.spans.waiting", now, AtomicInteger::get)
                .description("Spans that wait for the collector")
                .register(meters);
    }

    private static Counter dropped(String reason, MeterRegistry meters) {
        return Counter.builder("sallyport.spans.dropped")
                .description("Spans that were given up, because too many wait or the collector did not take them")
                .tag("reason", reason)
                .register(meters);
    }

    /** Whether there is room for one more. */
    boolean enter() {
        if (now.incrementAndGet() <= most) {
            return true;
        }
        now.decrementAndGet();
        full.increment();
        return false;
    }

    void left(int count, boolean taken) {
        now.addAndGet(-count);
        (taken ? sent : refused).increment(count);
    }
}
