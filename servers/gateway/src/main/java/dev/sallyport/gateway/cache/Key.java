package dev.sallyport.gateway.cache;

import dev.sallyport.kit.http.Request;
import java.util.List;
import java.util.Locale;

/**
 * What was asked for, as the street says it.
 *
 * @param secure an origin that is told so may answer by it
 * @param known whether the request came with a credential, or through a lock: what others get is not looked at then, nor the other way round
 */
record Key(boolean secure, String host, String path, String query, boolean known) {
    static Key of(Request request, boolean known) {
        return new Key(
                request.secure(),
                request.headers().first("host").orElse("").toLowerCase(Locale.ROOT),
                request.path(),
                request.query(),
                known);
    }

    /** Everything that may be kept of what the request is about. */
    static List<Key> all(Request request) {
        Key one = of(request, false);
        return List.of(one, one.with(!one.secure, false), one.with(one.secure, true), one.with(!one.secure, true));
    }

    private Key with(boolean otherSecure, boolean otherKnown) {
        return new Key(otherSecure, host, path, query, otherKnown);
    }

    int weight() {
        return 2 * (host.length() + path.length() + query.length());
    }
}
