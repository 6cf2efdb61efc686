package dev.sallyport.storage.memory;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.token.OneTimeStore;
import java.time.Instant;
import java.util.Optional;

/** Values that work once, in memory. A flood of values cannot push a used one out (T16). */
public final class MemoryOneTimeValues implements OneTimeStore {
    private final Shelf<Key, Entry> values;

    public MemoryOneTimeValues() {
        this(Shelf.MOST);
    }

    MemoryOneTimeValues(int most) {
        this.values = new Shelf<>(most);
    }

    private record Key(Purpose purpose, Digest value) {}

    private record Entry(Key key, String payload, String subject, Instant expires, boolean used) {}

    @Override
    public synchronized boolean put(Purpose purpose, Digest value, String payload, String subject, Instant expires) {
        var key = new Key(purpose, value);
        return values.add(key, new Entry(key, payload, subject, expires, false));
    }

    @Override
    public synchronized Taken take(Purpose purpose, Digest value, Instant now) {
        var key = new Key(purpose, value);
        Optional<Entry> good = values.get(key).filter(entry -> now.isBefore(entry.expires()));
        if (good.isEmpty()) {
            return new Taken.Never();
        }
        Entry entry = good.get();
        if (entry.used()) {
            return new Taken.Again(entry.payload());
        }
        values.put(key, new Entry(key, entry.payload(), entry.subject(), entry.expires(), true));
        return new Taken.First(entry.payload());
    }

    @Override
    public synchronized int withdraw(Purpose purpose, String subject) {
        return values.removeIf(
                entry -> entry.key().purpose() == purpose && entry.subject().equals(subject) && !subject.equals(NOBODY),
                Integer.MAX_VALUE);
    }

    @Override
    public synchronized int purge(Instant before, int most) {
        return values.removeIf(entry -> entry.expires().isBefore(before), most);
    }

    synchronized int forget(String subject) {
        return values.removeIf(entry -> entry.subject().equals(subject), Integer.MAX_VALUE);
    }
}
