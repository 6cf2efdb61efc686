package dev.sallyport.gateway.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;

/** What a cache counts: by route, what became of requests, and the bytes that are kept. */
record Tally(String route, MeterRegistry meters) {
    /** @param outcome {@code hit}, {@code stale}, {@code validated}, {@code miss} or {@code bypass} */
    void count(String outcome) {
        Counter.builder("sallyport.gateway.cache")
                .description("Requests to routes that keep answers, by what became of them")
                .tag("route", route)
                .tag("outcome", outcome)
                .register(meters)
                .increment();
    }

    void weigh(LongSupplier bytes) {
        Gauge.builder("sallyport.gateway.cache.bytes", bytes::getAsLong)
                .description("Bytes of kept answers")
                .tag("route", route)
                .strongReference(true)
                .register(meters);
    }
}
