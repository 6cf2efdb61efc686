package dev.sallyport.kit.fetch;

import java.time.Duration;

/** Gets a document that somebody else's address names, such as a {@code jwks_uri}. */
@FunctionalInterface
public interface Fetch {
    /**
     * The document, from the cache where its sender allows that.
     *
     * @param oldest how long ago it may have been fetched at most; failures count too, so that a broken server is not hammered
     */
    Fetched get(String uri, Duration oldest);

    /** The document, as old as its sender allows. */
    default Fetched get(String uri) {
        return get(uri, FetchCache.LONGEST);
    }
}
