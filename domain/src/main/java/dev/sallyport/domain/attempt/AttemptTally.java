package dev.sallyport.domain.attempt;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The count on one key, as a value: what every {@link AttemptStore} keeps and changes in one step. Failures and places
 * together never pass the limit.
 *
 * @param places when each attempt now in judgement began, oldest first
 * @param rememberedUntil when the failures are forgotten
 * @param suspendedUntil the end of the suspension, where there was one
 * @param mattersUntil after this moment the tally can be removed
 */
public record AttemptTally(
        int failures,
        List<Instant> places,
        Instant rememberedUntil,
        Optional<Instant> suspendedUntil,
        Instant mattersUntil) {
    public static final AttemptTally EMPTY =
            new AttemptTally(0, List.of(), Instant.EPOCH, Optional.empty(), Instant.EPOCH);

    private static final Duration SOON = Duration.ofSeconds(1);

    public AttemptTally {
        places = List.copyOf(places);
    }

    /** An answer and the tally after it. */
    public record Step<T>(T answer, AttemptTally after) {}

    public Step<AttemptStore.Begun> begin(AttemptPolicy policy, Instant now) {
        AttemptTally today = at(policy, now);
        if (today.suspendedUntil.isPresent()) {
            return new Step<>(new AttemptStore.Begun.Suspended(today.suspendedUntil.get()), today);
        }
        if (today.failures + today.places.size() >= policy.failures()) {
            return new Step<>(new AttemptStore.Begun.Crowded(SOON), today);
        }
        var more = new ArrayList<>(today.places);
        more.add(now);
        Instant matters = now.plus(AttemptPolicy.JUDGEMENT).plus(policy.suspend());
        return new Step<>(
                new AttemptStore.Begun.Judge(),
                new AttemptTally(today.failures, more, today.rememberedUntil, Optional.empty(), matters));
    }

    public Step<AttemptStore.Failed> fail(AttemptPolicy policy, Instant now) {
        if (hasNoPlace(policy, now)) {
            return new Step<>(new AttemptStore.Failed.NoPlace(), this);
        }
        AttemptTally rested = withoutLastPlace().forgetting(now);
        if (rested.suspendedUntil.isPresent()) {
            return new Step<>(new AttemptStore.Failed.Counted(rested.failures), rested);
        }
        AttemptTally after = rested.counting(1, now, policy).at(policy, now);
        AttemptStore.Failed answer = after.suspendedUntil
                .<AttemptStore.Failed>map(AttemptStore.Failed.NowSuspended::new)
                .orElseGet(() -> new AttemptStore.Failed.Counted(after.failures));
        return new Step<>(answer, after);
    }

    public Step<AttemptStore.Succeeded> succeed(AttemptPolicy policy, Instant now) {
        if (hasNoPlace(policy, now)) {
            return new Step<>(new AttemptStore.Succeeded.NoPlace(), this);
        }
        AttemptTally rested = withoutLastPlace().forgetting(now);
        return rested.suspendedUntil.isPresent()
                ? new Step<>(new AttemptStore.Succeeded.NoPlace(), rested)
                : new Step<>(
                        new AttemptStore.Succeeded.Holds(),
                        new AttemptTally(
                                0, rested.freshPlaces(now), Instant.EPOCH, Optional.empty(), rested.mattersUntil));
    }

    /** Whether an attempt that ends now finds neither a place that was kept for it nor a free one. */
    private boolean hasNoPlace(AttemptPolicy policy, Instant now) {
        AttemptTally rested = forgetting(now);
        return places.isEmpty() && (rested.suspendedUntil.isPresent() || rested.failures >= policy.failures());
    }

    /** The tally with one place less; the newest, because the oldest may be stuck. */
    public AttemptTally withoutLastPlace() {
        return places.isEmpty()
                ? this
                : new AttemptTally(
                        failures, places.subList(0, places.size() - 1), rememberedUntil, suspendedUntil, mattersUntil);
    }

    /** The tally without failures and suspension; attempts in judgement keep their places. */
    public AttemptTally cleared() {
        return new AttemptTally(0, places, Instant.EPOCH, Optional.empty(), mattersUntil);
    }

    public boolean isEmpty() {
        return failures == 0 && places.isEmpty() && suspendedUntil.isEmpty();
    }

    /** What it is now: old failures and a served suspension forgotten, attempts too long in judgement counted. */
    private AttemptTally at(AttemptPolicy policy, Instant now) {
        AttemptTally rested = forgetting(now);
        List<Instant> fresh = rested.freshPlaces(now);
        int stale = rested.places.size() - fresh.size();
        AttemptTally counted = new AttemptTally(
                        rested.failures, fresh, rested.rememberedUntil, rested.suspendedUntil, rested.mattersUntil)
                .counting(stale, now, policy);
        boolean full = counted.suspendedUntil.isEmpty() && counted.failures >= policy.failures();
        return full ? counted.suspended(now.plus(policy.suspend())) : counted;
    }

    private AttemptTally forgetting(Instant now) {
        if (suspendedUntil.isPresent()) {
            return now.isBefore(suspendedUntil.get()) ? this : cleared();
        }
        return failures > 0 && !now.isBefore(rememberedUntil) ? cleared() : this;
    }

    private List<Instant> freshPlaces(Instant now) {
        return places.stream()
                .filter(began -> now.isBefore(began.plus(AttemptPolicy.JUDGEMENT)))
                .toList();
    }

    private AttemptTally counting(int more, Instant now, AttemptPolicy policy) {
        if (more == 0) {
            return this;
        }
        Instant remembered = later(rememberedUntil, now.plus(policy.suspend()));
        return new AttemptTally(failures + more, places, remembered, suspendedUntil, later(mattersUntil, remembered));
    }

    private AttemptTally suspended(Instant until) {
        return new AttemptTally(failures, places, rememberedUntil, Optional.of(until), later(mattersUntil, until));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
