package dev.sallyport.kit.fetch;

import dev.sallyport.kit.http.Headers;

/** Gets what is told only to who carries the right headers, such as what another provider says of the holder of a token. */
@FunctionalInterface
public interface Lookup {
    /** Never cached. */
    Fetched look(String uri, Headers headers);
}
