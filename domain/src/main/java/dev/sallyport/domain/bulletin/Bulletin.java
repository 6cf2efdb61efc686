package dev.sallyport.domain.bulletin;

/**
 * Where a process announces what others keep a copy of or wait for. A message may be lost: whoever listens also looks by itself
 * now and then, and the announcement only makes it sooner.
 */
public interface Bulletin extends AutoCloseable {
    /** What there is to hear of. */
    enum Topic {
        /** A job was added to the queue. */
        JOBS,
        /** The signing keys changed. */
        KEYS,
        /** A client was added, changed or removed. */
        CLIENTS
    }

    /** Tells everybody who listens, in this process and in others; does not wait until they have heard. */
    void announce(Topic topic);

    /** Calls {@code heard} at each announcement, and where some may have been missed. It must be quick. */
    void listen(Topic topic, Runnable heard);

    @Override
    void close();
}
