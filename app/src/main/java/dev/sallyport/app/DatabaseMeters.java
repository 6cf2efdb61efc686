package dev.sallyport.app;

import dev.sallyport.kit.telemetry.Buckets;
import dev.sallyport.storage.Stores;
import dev.sallyport.storage.sql.Database.Load;
import dev.sallyport.storage.sql.DatabaseWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** What the database tells of itself, as metrics. */
final class DatabaseMeters implements DatabaseWatch {
    private static final double[] GROUPS = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512};

    private final MeterRegistry meters;
    private final Map<Kind, Map<Outcome, Timer>> timers = new EnumMap<>(Kind.class);
    private final DistributionSummary groups;
    private final Counter retries;
    private final Counter used;
    private final Counter passedOver;
    private volatile double behind = Double.NaN;

    DatabaseMeters(MeterRegistry meters) {
        this.meters = meters;
        for (Kind kind : Kind.values()) {
            var ofKind = new EnumMap<Outcome, Timer>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                ofKind.put(outcome, timer(kind, outcome));
            }
            timers.put(kind, ofKind);
        }
        this.groups = DistributionSummary.builder("sallyport.database.commit")
                .description("Pieces of work that one commit of SQLite made durable")
                .baseUnit("works")
                .serviceLevelObjectives(GROUPS)
                .register(meters);
        this.retries = Counter.builder("sallyport.database.retries")
                .description("Transactions that met another one and were tried again")
                .register(meters);
        this.used = replica("used");
        this.passedOver = replica("passed_over");
    }

    private Counter replica(String outcome) {
        return Counter.builder("sallyport.database.replica")
                .description("Reads that a replica may answer: by it, or by the primary because it was passed over")
                .tag("outcome", outcome)
                .register(meters);
    }

    private Timer timer(Kind kind, Outcome outcome) {
        return Timer.builder("sallyport.database")
                .description("Work in the database from asking to the answer, by kind and outcome")
                .tag("work", kind.name().toLowerCase(Locale.ROOT))
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .serviceLevelObjectives(Buckets.ofDatabase())
                .register(meters);
    }

    /** Begins to tell how busy the database of these stores is. */
    void measure(Stores stores) {
        gauge("connections", "Connections that may be at work at once", stores, Load::connections);
        gauge("busy", "Connections that are at work", stores, Load::busy);
        Gauge.builder("sallyport.database.replica.lag", this, of -> of.behind)
                .description("How old what the replica knows is at most; not a number where nobody knows")
                .baseUnit("seconds")
                .register(meters);
        gauge("waiting", "Pieces of work that wait for a connection or the writer", stores, Load::waiting);
    }

    private void gauge(String name, String what, Stores stores, ToDoubleFunction<Load> of) {
        Gauge.builder("sallyport.database." + name, stores, s -> of.applyAsDouble(s.load()))
                .description(what)
                .register(meters);
    }

    @Override
    public void worked(Kind kind, Outcome outcome, long nanos) {
        timers.get(kind).get(outcome).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void committed(int works) {
        groups.record(works);
    }

    @Override
    public void triedAgain() {
        retries.increment();
    }

    @Override
    public void replicaAsked(boolean answered) {
        (answered ? used : passedOver).increment();
    }

    @Override
    public void replicaBehind(double seconds) {
        behind = seconds;
    }
}
