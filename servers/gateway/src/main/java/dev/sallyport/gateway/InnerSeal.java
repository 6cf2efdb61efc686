package dev.sallyport.gateway;

import dev.sallyport.domain.KeyedDigest;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.trace.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a server of the house knows that a request came through a gateway of the same installation: the gateway seals what it says of
 * the client, the request's first line and its credential by a key that only these processes have. The network between them
 * needs no list of addresses, and whoever reaches a server there without the key is nobody.
 *
 * <p>A seal is good for {@link #LIFE} on either side of its time, for clocks differ; within it, whoever reads that network can repeat
 * the same request with the same credential, and nothing else. {@code docs/decisions/between-servers.md} says why not more.
 */
public final class InnerSeal {
    /** The field that carries it; nobody outside can say it, for the gateway removes all that begins so (T37). */
    static final String FIELD = "x-sallyport-inner";

    /** The field that says how long the gateway waits for the beginning of an answer, in milliseconds. */
    static final String LEFT = "x-sallyport-left";

    static final Duration LIFE = Duration.ofMinutes(5);

    private static final Pattern MILLIS = Pattern.compile("[0-9]{1,9}");

    /** The second, the digest, and the names of the fields that it covers. */
    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,12})\\.([A-Za-z0-9_-]{43})\\.([a-z0-9-]{1,40}(?:,[a-z0-9-]{1,40}){0,31})");

    /**
     * What a server believes because of the seal. The seal names those it covers, so that a gateway of a newer build may seal more than a
     * server knows of, and one of an older build less.
     */
    private static final List<String> SAID = List.of(
            LEFT,
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-forwarded-host",
            "x-request-id",
            TraceContext.FIELD,
            "client-cert",
            "client-cert-chain",
            "authorization",
            "dpop",
            "cookie");

    private final KeyedDigest digest;
    private final InstantSource clock;

    public InnerSeal(Sealer sealer, InstantSource clock) {
        this.digest = new KeyedDigest(sealer.derive("between-servers"));
        this.clock = clock;
    }

    /**
     * The request with the seal of a gateway.
     *
     * @param left how long the beginning of its answer is waited for
     */
    Request sealed(Request unsealed, Duration left) {
        Request request = unsealed.header(LEFT, Long.toString(left.toMillis()));
        String at = Long.toString(clock.instant().getEpochSecond());
        List<String> names = SAID.stream().filter(request.headers()::has).toList();
        return request.header(FIELD, at + "." + digest.of(parts(at, names, request)) + "." + String.join(",", names));
    }

    /** How long the sender waits for an answer, if its seal holds; empty where it does not say. */
    static Optional<Duration> left(Request request) {
        return request.headers()
                .first(LEFT)
                .filter(said -> MILLIS.matcher(said).matches())
                .map(said -> Duration.ofMillis(Long.parseLong(said)));
    }

    /** Whether a gateway of this installation sent the request as it is. */
    boolean holds(Request request) {
        List<String> all = request.headers().all(FIELD);
        return all.size() == 1 && holds(request, all.getFirst());
    }

    private boolean holds(Request request, String field) {
        Matcher form = FORM.matcher(field);
        if (!form.matches() || !isOfNow(Instant.ofEpochSecond(Long.parseLong(form.group(1))))) {
            return false;
        }
        List<String> names = List.of(form.group(3).split(",", -1));
        boolean coversAll = SAID.stream().filter(request.headers()::has).allMatch(names::contains);
        return coversAll && digest.matches(form.group(2), parts(form.group(1), names, request));
    }

    private boolean isOfNow(Instant at) {
        return Duration.between(at, clock.instant()).abs().compareTo(LIFE) <= 0;
    }

    private static String[] parts(String at, List<String> names, Request request) {
        Headers headers = request.headers();
        var parts = new ArrayList<>(List.of(at, request.method(), request.path(), request.query()));
        for (String name : names) {
            List<String> values = headers.all(name);
            // Their number stands before them, so that no value can be taken for the beginning of the next field.
            parts.add(name);
            parts.add(Integer.toString(values.size()));
            parts.addAll(values);
        }
        return parts.toArray(String[]::new);
    }
}
