package dev.sallyport.monitor;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the checks said last, as {@code sallyport_ready} and {@code sallyport_check_state}; not known before the first round, so that a scrape
 * never waits for a check.
 */
final class CheckMeters {
    private volatile Map<String, Health.Found> found = Map.of();
    private volatile double ready = Double.NaN;

    CheckMeters(List<Check> checks, MeterRegistry meters) {
        Gauge.builder("sallyport.ready", () -> ready)
                .description("Whether the process is ready, 1 or 0")
                .register(meters);
        for (Check check : checks) {
            Gauge.builder("sallyport.check.state", () -> level(check.name()))
                    .description(
                            "What a check said: 0 it holds, 1 there is something to know, 2 the process is not ready")
                    .tag("check", check.name())
                    .register(meters);
        }
    }

    void told(Health health) {
        found = health.checks().stream().collect(Collectors.toMap(Health.Found::name, f -> f));
        ready = health.level() == Health.NOT_READY ? 0 : 1;
    }

    private double level(String check) {
        Health.Found last = found.get(check);
        return last == null ? Double.NaN : Health.level(last.word());
    }
}
