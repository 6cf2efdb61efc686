package dev.sallyport.kit.fetch;

import dev.sallyport.kit.http.Headers;

/** Posts to an address that somebody else named, such as a client that is told of a sign-out. */
@FunctionalInterface
public interface Post {
    /** Never cached, and sent once at most; any answer of 2xx is good. */
    Fetched post(String uri, String mediaType, Headers headers, byte[] body);
}
