package dev.sallyport.storage.memory;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.letter.LetterCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How many letters there were, in memory. */
public final class MemoryLetterCounts implements LetterCounts {
    private final Shelf<Digest, Count> counts = new Shelf<>(Shelf.MOST);

    private record Count(Instant ends, int letters) {}

    @Override
    public synchronized boolean take(Digest recipient, int most, Duration span, Instant now) {
        Optional<Count> running =
                counts.get(recipient).filter(count -> count.ends().isAfter(now));
        if (running.filter(count -> count.letters() >= most).isPresent()) {
            return false;
        }
        counts.put(
                recipient,
                running.map(count -> new Count(count.ends(), count.letters() + 1))
                        .orElseGet(() -> new Count(now.plus(span), 1)));
        return true;
    }

    @Override
    public synchronized int purge(Instant before, int most) {
        return counts.removeIf(count -> count.ends().isBefore(before), most);
    }
}
