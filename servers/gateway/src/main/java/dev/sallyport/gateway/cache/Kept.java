package dev.sallyport.gateway.cache;

import dev.sallyport.domain.Spec;
import dev.sallyport.gateway.cache.CacheControl.Name;
import dev.sallyport.kit.http.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An answer that is kept.
 *
 * @param headers the origin's, without those that the answer to a client gets anew
 * @param varied what the request said in the fields that {@code Vary} names
 * @param lifetime how long it is fresh, from the moment it was made
 * @param aged how old it was when it came
 * @param received when it came, or was found to be good still
 */
record Kept(
        int status,
        Headers headers,
        byte[] body,
        Map<String, String> varied,
        Duration lifetime,
        Duration aged,
        Instant received) {
    /** About what one takes beside its text, in bytes. */
    private static final int OVERHEAD = 600;

    /** What a request finds it good for. */
    enum Use {
        /** To be given. */
        FRESH,
        /** To be given while somebody asks the origin whether it is good still. */
        MEANWHILE,
        /** To be asked about. */
        ASK
    }

    @Spec("RFC 9111 §4.2.3")
    Duration age(Instant now) {
        Duration here = Duration.between(received, now);
        return aged.plus(here.isNegative() ? Duration.ZERO : here);
    }

    /** What is left of its freshness; none or less where it is stale. */
    Duration left(Instant now) {
        return lifetime.minus(age(now));
    }

    /** @param asked what the request says */
    @Spec("RFC 9111 §4.2")
    Use use(CacheControl asked, Instant now) {
        Duration age = age(now);
        boolean tooOld = asked.seconds(Name.MAX_AGE).orElse(Long.MAX_VALUE) < age.toSeconds();
        boolean tooSoonStale =
                left(now).toSeconds() < asked.seconds(Name.MIN_FRESH).orElse(Long.MIN_VALUE);
        if (asked.has("no-cache") || tooOld || tooSoonStale) {
            return Use.ASK;
        }
        if (left(now).isPositive()) {
            return Use.FRESH;
        }
        return isWithin(Name.STALE_WHILE_REVALIDATE, now) ? Use.MEANWHILE : Use.ASK;
    }

    /** Whether it may be given where the origin fails. */
    @Spec("RFC 5861 §4")
    boolean servesErrors(Instant now) {
        return isWithin(Name.STALE_IF_ERROR, now);
    }

    @Spec("RFC 9111 §4.2.4")
    private boolean isWithin(Name window, Instant now) {
        CacheControl said = said();
        boolean strict = said.has("must-revalidate")
                || said.has("proxy-revalidate")
                || said.has("s-maxage")
                || said.has("no-cache");
        long more = said.seconds(window).orElse(0);
        return !strict && more > 0 && age(now).compareTo(lifetime.plusSeconds(more)) < 0;
    }

    private CacheControl said() {
        return CacheControl.of(headers.all("cache-control"));
    }

    Optional<String> tag() {
        return headers.first("etag");
    }

    Optional<String> modified() {
        return headers.first("last-modified");
    }

    int weight() {
        int[] sum = {OVERHEAD + body.length};
        headers.each((name, value) -> sum[0] += 2 * (name.length() + value.length()));
        varied.forEach((name, value) -> sum[0] += 2 * (name.length() + value.length()));
        return sum[0];
    }
}
