package dev.sallyport.monitor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Whether the clock of this machine can be believed, as far as that can be known without asking a stranger: it must not move by
 * another amount than the clock that only moves forward, and it must agree with the clock of the database, where that is another
 * machine's. Tokens are judged by these clocks, with two minutes' leeway at most.
 */
public final class ClockWatch {
    /** A step of more than this between two looks is a jump; a clock that is slewed moves by 5 ms in 10 s. */
    static final Duration STEP = Duration.ofSeconds(2);

    /** Clocks that are kept by NTP agree within a fraction of this. */
    static final Duration SKEW = Duration.ofSeconds(5);

    /** How long a jump is told of. */
    static final Duration TOLD = Duration.ofMinutes(15);

    private static final double MILLIS = 1_000;

    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Supplier<Optional<Instant>> database;
    private final Counter jumps;
    private volatile Duration skew = Duration.ZERO;
    private Optional<Look> last = Optional.empty();
    private Optional<Jump> jump = Optional.empty();

    /**
     * @param nanos a clock that only moves forward, in nanoseconds
     * @param database what time it is where the database runs; empty where that is this machine
     */
    public ClockWatch(
            InstantSource clock, LongSupplier nanos, Supplier<Optional<Instant>> database, MeterRegistry meters) {
        this.clock = clock;
        this.nanos = nanos;
        this.database = database;
        this.jumps = Counter.builder("sallyport.clock.jumps")
                .description("Times that the clock of this machine moved by itself")
                .register(meters);
        Gauge.builder("sallyport.clock.skew", () -> skew.toMillis() / MILLIS)
                .description("How far the clock of this machine is ahead of the database's; 0 where they are the same")
                .baseUnit("seconds")
                .register(meters);
    }

    private record Look(Instant wall, long nanos) {}

    /** @param by how far; negative: back */
    private record Jump(Duration by, long nanos) {}

    /** Looks at both clocks. To be called every few seconds. */
    public void look() {
        step();
        long asked = nanos.getAsLong();
        database.get().ifPresent(theirs -> {
            Duration way = Duration.ofNanos(nanos.getAsLong() - asked);
            skew = Duration.between(theirs, clock.instant()).minus(way.dividedBy(2));
        });
    }

    private synchronized void step() {
        var now = new Look(clock.instant(), nanos.getAsLong());
        last.ifPresent(before -> {
            Duration by = Duration.between(before.wall(), now.wall()).minusNanos(now.nanos() - before.nanos());
            if (by.abs().compareTo(STEP) > 0) {
                jump = Optional.of(new Jump(by, now.nanos()));
                jumps.increment();
            }
        });
        last = Optional.of(now);
    }

    /** Why the clock is not to be believed, where that is so. */
    public synchronized Optional<String> trouble() {
        if (skew.abs().compareTo(SKEW) > 0) {
            return Optional.of("this machine's clock is " + told(skew.abs())
                    + (skew.isNegative() ? " behind" : " ahead of")
                    + " the database's; is time synchronised on both?");
        }
        return jump.filter(j -> nanos.getAsLong() - j.nanos() < TOLD.toNanos())
                .map(j -> "the clock moved " + (j.by().isNegative() ? "back" : "forward") + " by "
                        + told(j.by().abs()) + " in the last " + TOLD.toMinutes()
                        + " minutes; was it set by hand, or did the machine sleep?");
    }

    private static String told(Duration time) {
        return time.toMinutes() > 2 ? time.toMinutes() + " min" : time.toMillis() / MILLIS + " s";
    }
}
