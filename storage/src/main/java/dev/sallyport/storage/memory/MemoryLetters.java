package dev.sallyport.storage.memory;

import dev.sallyport.domain.letter.KeptLetter;
import dev.sallyport.domain.letter.KeptLetters;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;

/** Letters in memory. */
public final class MemoryLetters implements KeptLetters {
    private final Shelf<UUID, KeptLetter> letters = new Shelf<>(Shelf.MOST);

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
    public synchronized int purge(Instant before, int most) {
        return letters.removeIf(letter -> letter.written().isBefore(before), most);
    }

    synchronized int forget(String recipient) {
        return letters.removeIf(letter -> letter.recipient().equals(recipient), Integer.MAX_VALUE);
    }
}
