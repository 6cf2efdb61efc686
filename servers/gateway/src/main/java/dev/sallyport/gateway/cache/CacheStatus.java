package dev.sallyport.gateway.cache;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Headers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the field {@code Cache-Status} says of one request. */
@Spec("RFC 9211 §2")
final class CacheStatus {
    static final String FIELD = "cache-status";
    private static final String NAME = "Sallyport";

    private CacheStatus() {}

    static String hit(Duration left) {
        return NAME + "; hit; ttl=" + left.toSeconds();
    }

    /** Given though it is stale, for the origin fails or is being asked. */
    static String stale(Duration left, String why) {
        return NAME + "; hit; ttl=" + left.toSeconds() + "; detail=" + why;
    }

    /** The origin was asked, and what was kept is good still. */
    static String validated(Duration left) {
        return NAME + "; hit; fwd=stale; fwd-status=304; ttl=" + left.toSeconds();
    }

    /** Another's answer came meanwhile. */
    static String collapsed(Duration left) {
        return NAME + "; hit; collapsed; ttl=" + left.toSeconds();
    }

    /** @param fwd why the origin was asked: {@code uri-miss}, {@code vary-miss}, {@code stale}, {@code bypass} or {@code request} */
    static String forwarded(String fwd, boolean stored) {
        return NAME + "; fwd=" + fwd + (stored ? "; stored" : "");
    }

    /** The fields with this beside what caches behind said. */
    static Headers beside(Headers headers, String told) {
        List<String> before = headers.all(FIELD);
        return headers.set(
                FIELD, Stream.concat(before.stream(), Stream.of(told)).collect(Collectors.joining(", ")));
    }
}
