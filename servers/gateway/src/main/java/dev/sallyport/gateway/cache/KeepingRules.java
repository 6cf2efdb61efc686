package dev.sallyport.gateway.cache;

import dev.sallyport.domain.Spec;
import dev.sallyport.gateway.cache.CacheControl.Name;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.HttpDate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which answers a cache that everybody shares may keep, and for how long. Stricter than it must be in three ways: nothing is kept that
 * does not say for how long (RFC 9111 §4.2.2 would allow a guess), nothing that sets a cookie, and nothing that came to somebody known
 * but what is called public.
 */
final class KeepingRules {
    private static final Set<Integer> STATUSES = Set.of(200, 203, 300, 301, 308, 404, 410);

    /** Fields that an answer gets anew each time, or that were about one transfer only. */
    private static final List<String> DROPPED = List.of("age", "content-length", "cache-status", "x-request-id");

    /** A 304 says nothing of these. */
    private static final Set<String> OF_THE_CONTENT =
            Set.of("content-length", "content-encoding", "content-type", "content-range", "etag", "set-cookie");

    private KeepingRules() {}

    /**
     * The answer as it is kept, without its body; empty where it may not be.
     *
     * @param request what was asked
     * @param known whether the request came with a credential, or through a lock
     * @param sent when it was asked
     * @param now when the answer came
     */
    @Spec("RFC 9111 §3")
    static Optional<Kept> kept(Headers request, boolean known, int status, Headers answer, Instant sent, Instant now) {
        CacheControl said = CacheControl.of(answer.all("cache-control"));
        boolean refused = !STATUSES.contains(status)
                || CacheControl.of(request.all("cache-control")).has("no-store")
                || said.has("no-store")
                || said.has("private")
                || (known && !said.has("public"))
                || answer.has("set-cookie")
                || answer.has("content-range")
                || vary(answer).contains("*");
        Optional<Duration> lifetime = lifetime(answer, said, now);
        if (refused || lifetime.isEmpty()) {
            return Optional.empty();
        }
        Headers left = answer;
        for (String name : DROPPED) {
            left = left.without(name);
        }
        var kept = new Kept(
                status, left, new byte[0], varied(answer, request), lifetime.get(), aged(answer, sent, now), now);
        boolean usable = kept.left(now).isPositive()
                || kept.tag().isPresent()
                || kept.modified().isPresent();
        return usable ? Optional.of(kept) : Optional.empty();
    }

    /** Empty where nothing is said. */
    @Spec("RFC 9111 §4.2.1")
    private static Optional<Duration> lifetime(Headers answer, CacheControl said, Instant now) {
        if (said.has("no-cache")) {
            return Optional.of(Duration.ZERO);
        }
        OptionalLong seconds = said.seconds(Name.S_MAXAGE);
        if (seconds.isEmpty()) {
            seconds = said.seconds(Name.MAX_AGE);
        }
        if (seconds.isPresent()) {
            return Optional.of(Duration.ofSeconds(seconds.getAsLong()));
        }
        return answer.first("expires")
                .map(text -> HttpDate.parse(text, now)
                        .map(at -> Duration.between(made(answer, now), at))
                        .filter(Duration::isPositive)
                        .orElse(Duration.ZERO));
    }

    private static Instant made(Headers answer, Instant now) {
        return answer.first("date").flatMap(text -> HttpDate.parse(text, now)).orElse(now);
    }

    /** How old it was when it came. */
    @Spec("RFC 9111 §4.2.3")
    private static Duration aged(Headers answer, Instant sent, Instant now) {
        Duration apparent = Duration.between(made(answer, now), now);
        long said = answer.first("age").map(KeepingRules::number).orElse(0L);
        Duration corrected = Duration.ofSeconds(said).plus(Duration.between(sent, now));
        return apparent.compareTo(corrected) > 0 ? apparent : corrected;
    }

    private static long number(String text) {
        return text.matches("[0-9]{1,9}") ? Long.parseLong(text) : 0;
    }

    private static List<String> vary(Headers answer) {
        return answer.all("vary").stream()
                .flatMap(field -> Arrays.stream(field.split(",", -1)))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** What the request says in the fields on which the answer depends. */
    @Spec("RFC 9111 §4.1")
    private static Map<String, String> varied(Headers answer, Headers request) {
        var varied = new TreeMap<String, String>();
        vary(answer).forEach(name -> varied.put(name, told(request, name)));
        return varied;
    }

    /** Whether the kept answer is one to this request. */
    @Spec("RFC 9111 §4.1")
    static boolean fits(Kept kept, Headers request) {
        return kept.varied().entrySet().stream()
                .allMatch(field -> told(request, field.getKey()).equals(field.getValue()));
    }

    private static String told(Headers request, String name) {
        return request.all(name).stream()
                .map(value -> value.strip().replaceAll("\\s*,\\s*", ","))
                .collect(Collectors.joining(","));
    }

    /** The kept answer after the origin said by 304 that it is good still; empty where the 304 is about another. */
    @Spec("RFC 9111 §4.3.4")
    static Optional<Kept> freshened(
            Kept kept, Headers request, boolean known, Headers notModified, Instant sent, Instant now) {
        boolean another = notModified.first("etag").isPresent()
                && !notModified.first("etag").equals(kept.tag());
        if (another) {
            return Optional.empty();
        }
        // How old it is counts from this answer, not from the first.
        Headers[] merged = {kept.headers().without("date")};
        notModified.each((name, value) -> {
            if (!OF_THE_CONTENT.contains(name)) {
                merged[0] = merged[0].without(name);
            }
        });
        notModified.each((name, value) -> {
            if (!OF_THE_CONTENT.contains(name)) {
                merged[0] = merged[0].with(name, value);
            }
        });
        return kept(request, known, kept.status(), merged[0], sent, now)
                .map(head -> new Kept(
                        head.status(),
                        head.headers(),
                        kept.body(),
                        head.varied(),
                        head.lifetime(),
                        head.aged(),
                        head.received()));
    }
}
