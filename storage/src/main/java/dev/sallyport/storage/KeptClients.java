package dev.sallyport.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sallyport.domain.Digest;
import dev.sallyport.domain.bulletin.Bulletin;
import dev.sallyport.domain.bulletin.Bulletin.Topic;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.ClientStore;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A client store that remembers clients for a moment: every request of a client asks for the same one. What is changed here is seen at once, here and
 * where the announcement of it is heard, and everywhere within {@link #AGE}. Clients that are not there are not remembered.
 */
public final class KeptClients implements ClientStore {
    /** How old a client may be where nobody heard of its change. */
    static final Duration AGE = Duration.ofSeconds(1);

    /** A client is a few hundred bytes, and one with keys of its own a few thousand (T43). */
    static final int MOST = 10_000;

    private final ClientStore inner;
    private final Bulletin bulletin;
    private final Cache<ClientId, Client> kept;

    /** Goes up with each change, so that a reader notices one that came while it read. */
    private final AtomicLong changes = new AtomicLong();

    /** @param nanos a clock that only moves forward, in nanoseconds */
    public KeptClients(ClientStore inner, Bulletin bulletin, LongSupplier nanos) {
        this.inner = inner;
        this.bulletin = bulletin;
        this.kept = Caffeine.newBuilder()
                .expireAfterWrite(AGE)
                .maximumSize(MOST)
                .ticker(nanos::getAsLong)
                .build();
        bulletin.listen(Topic.CLIENTS, this::forget);
    }

    private void forget() {
        changes.incrementAndGet();
        kept.invalidateAll();
    }

    @Override
    public Optional<Client> byId(ClientId id) {
        Client known = kept.getIfPresent(id);
        return known == null ? read(id) : Optional.of(known);
    }

    private Optional<Client> read(ClientId id) {
        long before = changes.get();
        Optional<Client> found = inner.byId(id);
        found.ifPresent(client -> kept.put(id, client));
        if (changes.get() != before) {
            kept.invalidate(id);
        }
        return found;
    }

    private boolean told(boolean changed) {
        if (changed) {
            bulletin.announce(Topic.CLIENTS);
        } else {
            // It was not as it was thought to be, and that thought may have come from here.
            forget();
        }
        return changed;
    }

    @Override
    public boolean add(Client client) {
        return told(inner.add(client));
    }

    @Override
    public boolean replace(Client client) {
        return told(inner.replace(client));
    }

    @Override
    public boolean replace(Client current, Client next) {
        return told(inner.replace(current, next));
    }

    @Override
    public boolean changeSecrets(ClientId id, List<Digest> current, List<Digest> next) {
        return told(inner.changeSecrets(id, current, next));
    }

    @Override
    public boolean enable(ClientId id, boolean enabled) {
        return told(inner.enable(id, enabled));
    }

    @Override
    public boolean remove(ClientId id) {
        return told(inner.remove(id));
    }

    @Override
    public int purgeUnused(Instant before, int most) {
        int removed = inner.purgeUnused(before, most);
        told(removed > 0);
        return removed;
    }

    @Override
    public Page<Client> list(Slice slice) {
        return inner.list(slice);
    }

    @Override
    public Reconciled reconcile(List<Client> declared) {
        Reconciled what = inner.reconcile(declared);
        told(what.added() + what.changed() + what.removed() > 0);
        return what;
    }
}
