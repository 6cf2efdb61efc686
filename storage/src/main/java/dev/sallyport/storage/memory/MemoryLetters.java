package dev.sallyport.storage.memory;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.letter.KeptLetter;
import dev.sallyport.domain.letter.KeptLetters;
import dev.sallyport.domain.letter.LetterCounts;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;

/** Letters, and how many there were, in memory. */
public final class MemoryLetters implements KeptLetters, LetterCounts {
    private final Shelf<UUID, KeptLetter> letters = new Shelf<>(Shelf.MOST);
    private final Shelf<Digest, Count> counts = new Shelf<>(Shelf.MOST);

    private record Count(Instant ends, int letters) {}

    @Override
    public synchronized void keep(KeptLetter letter, int most) {
        letters.put(letter.id(), letter);
        letters.all().stream()
                .sorted(Comparator.comparing((KeptLetter kept) -> Cursor.at(kept.written(), kept.id()))
                        .reversed())
                .skip(most)
                .toList()
                .forEach(old -> letters.remove(old.id()));
    }

    @Override
    public synchronized Optional<KeptLetter> byId(UUID id) {
        return letters.get(id);
    }

    @Override
    public synchronized Page<KeptLetter> list(Slice slice) {
        return Cursor.page(letters.all().stream(), slice, letter -> Cursor.at(letter.written(), letter.id()));
    }

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
