package dev.sallyport.storage.sql;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a replica follows the primary: it is asked while it is near enough, and the primary in its place while it is not. */
public final class Following implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Following.class);

    /** How often it is looked at, within the time that an answer may be old. */
    private static final int LOOKS = 5;

    private static final Duration SELDOM = Duration.ofSeconds(1);

    /** How long it is left alone once it has failed somebody who asked, though it looks well. */
    private static final Duration REST = Duration.ofSeconds(10);

    private final Database primary;
    private final PostgresDatabase marked;
    private final Replica replica;
    private final Duration lag;
    private final DatabaseWatch watch;
    private final LongSupplier nanos;
    private final Marks marks = new Marks();
    private volatile Optional<Replica.Why> passedOver = Optional.of(Replica.Why.BEHIND);
    private volatile long restUntil;
    private volatile boolean closed;

    /**
     * @param primary who is asked in its place
     * @param marked the primary too, over a connection that no request waits for
     * @param nanos a clock that only moves forward, in nanoseconds
     */
    Following(
            Database primary,
            PostgresDatabase marked,
            Replica replica,
            Duration lag,
            DatabaseWatch watch,
            LongSupplier nanos) {
        this.primary = primary;
        this.marked = marked;
        this.replica = replica;
        this.lag = lag;
        this.watch = watch;
        this.nanos = nanos;
        this.restUntil = nanos.getAsLong();
    }

    /** Connects to the replica, which need not be there, and begins to look at it. */
    public static Following begin(
            DatabaseSettings.Postgresql settings,
            ReplicaSettings replica,
            Database primary,
            DatabaseWatch watch,
            LongSupplier nanos) {
        var following = new Following(
                primary,
                PostgresDatabase.besides(settings),
                new Replica(PostgresDatabase.standbys(replica.servers()), nanos),
                replica.lag(),
                watch,
                nanos);
        Thread.ofVirtual().name("replica").start(following::keepLooking);
        return following;
    }

    private void keepLooking() {
        Duration between = lag.dividedBy(LOOKS);
        while (!closed) {
            look();
            try {
                TimeUnit.NANOSECONDS.sleep(Math.min(between.toNanos(), SELDOM.toNanos()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Asks the primary where it is, and the replica how far it has come. */
    void look() {
        long asked = nanos.getAsLong();
        try {
            marks.add(asked, marked.read(Mark::ofPrimary));
        } catch (DatabaseUnavailable e) {
            LOG.debug("the primary does not say where it is; what is known of it grows old", e);
        }
        switch (replica.where()) {
            case Replica.Answer.Given<Mark>(Mark where) -> judge(where);
            case Replica.Answer.None<Mark>(var why, String detail) -> {
                watch.replicaBehind(Double.NaN);
                passOver(why, detail);
            }
        }
    }

    private void judge(Mark where) {
        Optional<Duration> behind = marks.reached(where).map(moment -> Duration.ofNanos(nanos.getAsLong() - moment));
        watch.replicaBehind(behind.map(age -> age.toNanos() / 1e9).orElse(Double.NaN));
        if (behind.filter(age -> age.compareTo(lag) <= 0).isPresent()) {
            use();
        } else if (behind.isPresent()) {
            passOver(Replica.Why.BEHIND, "what it knows is " + behind.get() + " old, allowed are " + lag);
        } else {
            marks.newest()
                    .map(newest -> Replica.<Mark>objection(where, newest))
                    .ifPresent(none -> passOver(none.why(), none.detail()));
        }
    }

    private synchronized void use() {
        if (passedOver.isPresent() && nanos.getAsLong() - restUntil >= 0) {
            passedOver = Optional.empty();
            LOG.info("The replica of the database is asked from now on.");
        }
    }

    private synchronized void passOver(Replica.Why why, String detail) {
        if (!closed && !passedOver.equals(Optional.of(why))) {
            passedOver = Optional.of(why);
            switch (why) {
                case ANOTHER -> LOG.error("database_replica names another database, which is not asked: {}", detail);
                case AWAY, BEHIND, NO_STANDBY ->
                    LOG.warn("The replica of the database is passed over, the primary is asked: {}", detail);
            }
        }
    }

    /** A read whose answer is at most so old as the settings allow. */
    <T> T readALittleOld(Work<T> work) {
        return read(marks.since(nanos.getAsLong() - lag.toNanos()), Duration.ZERO, work);
    }

    /** A read that knows everything that was committed before it began, for somebody who has time to wait. */
    <T> T readCaughtUp(Work<T> work) {
        return read(passedOver.isPresent() ? Optional.empty() : Optional.of(primary.read(Mark::ofPrimary)), lag, work);
    }

    private <T> T read(Optional<Mark> mark, Duration patience, Work<T> work) {
        if (passedOver.isEmpty() && mark.isPresent()) {
            switch (replica.read(mark.get(), patience, work)) {
                case Replica.Answer.Given<T>(T value) -> {
                    watch.replicaAsked(true);
                    return value;
                }
                case Replica.Answer.None<T>(var why, String detail) -> {
                    restUntil = nanos.getAsLong() + REST.toNanos();
                    passOver(why, detail);
                }
            }
        }
        watch.replicaAsked(false);
        return primary.read(work);
    }

    @Override
    public void close() {
        closed = true;
        replica.close();
        marked.close();
    }
}
