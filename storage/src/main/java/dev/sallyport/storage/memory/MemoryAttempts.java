package dev.sallyport.storage.memory;

import dev.sallyport.domain.attempt.AttemptKey;
import dev.sallyport.domain.attempt.AttemptPolicy;
import dev.sallyport.domain.attempt.AttemptStore;
import dev.sallyport.domain.attempt.AttemptTally;
import java.time.Instant;
import java.util.function.Function;

/** Tallies in memory. */
public final class MemoryAttempts implements AttemptStore {
    private final Shelf<AttemptKey, AttemptTally> tallies = new Shelf<>(Shelf.MOST);

    @Override
    public Begun begin(AttemptKey key, AttemptPolicy policy, Instant now) {
        return step(key, tally -> tally.begin(policy, now));
    }

    @Override
    public Failed fail(AttemptKey key, AttemptPolicy policy, Instant now) {
        return step(key, tally -> tally.fail(policy, now));
    }

    @Override
    public Succeeded succeed(AttemptKey key, AttemptPolicy policy, Instant now) {
        return step(key, tally -> tally.succeed(policy, now));
    }

    @Override
    public void giveBack(AttemptKey key) {
        step(key, tally -> new AttemptTally.Step<>(true, tally.withoutLastPlace()));
    }

    @Override
    public synchronized AttemptTally read(AttemptKey key) {
        return tallies.get(key).orElse(AttemptTally.EMPTY);
    }

    @Override
    public boolean clear(AttemptKey key) {
        return step(
                key,
                tally -> new AttemptTally.Step<>(
                        tally.failures() > 0 || tally.suspendedUntil().isPresent(), tally.cleared()));
    }

    private synchronized <T> T step(AttemptKey key, Function<AttemptTally, AttemptTally.Step<T>> change) {
        AttemptTally.Step<T> step = change.apply(tallies.get(key).orElse(AttemptTally.EMPTY));
        if (step.after().isEmpty()) {
            tallies.remove(key);
        } else {
            tallies.put(key, step.after());
        }
        return step.answer();
    }

    @Override
    public synchronized int purge(Instant now, int most) {
        return tallies.removeIf(tally -> !now.isBefore(tally.mattersUntil()), most);
    }
}
