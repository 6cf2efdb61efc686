package dev.sallyport.domain.key;

import dev.sallyport.domain.bulletin.Bulletin;
import dev.sallyport.domain.bulletin.Bulletin.Topic;
import java.time.Instant;
import java.util.List;

/** A key store that announces every change, so that copies elsewhere are read again. */
public final class AnnouncedKeys implements KeyStore {
    private final KeyStore inner;
    private final Bulletin bulletin;

    public AnnouncedKeys(KeyStore inner, Bulletin bulletin) {
        this.inner = inner;
        this.bulletin = bulletin;
    }

    @Override
    public List<SigningKey> published(Instant now) {
        return inner.published(now);
    }

    @Override
    public void succeed(SigningKey key, Instant othersLeave) {
        inner.succeed(key, othersLeave);
        bulletin.announce(Topic.KEYS);
    }

    @Override
    public boolean addFirst(SigningKey key) {
        boolean added = inner.addFirst(key);
        if (added) {
            bulletin.announce(Topic.KEYS);
        }
        return added;
    }

    @Override
    public int purge(Instant before) {
        return inner.purge(before);
    }
}
