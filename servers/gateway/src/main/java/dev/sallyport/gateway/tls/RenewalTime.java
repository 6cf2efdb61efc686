package dev.sallyport.gateway.tls;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Spec;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * When a certificate is renewed: at a moment chosen at random in the window that its authority tells, otherwise at two thirds of
 * its life. Not thread-safe.
 */
final class RenewalTime {
    /** How often an authority is asked that does not say how often, and the bounds of what it may say. */
    private static final Duration USUAL = Duration.ofHours(6);

    private static final Duration SOONEST = Duration.ofMinutes(1);
    private static final Duration LATEST = Duration.ofDays(1);

    /** The last part of a life, in which an operator must know if renewal fails. */
    private static final int LAST_PART = 6;

    private final Function<X509Certificate, Optional<Window>> windows;
    private final RandomSource random;
    private Optional<Choice> choice = Optional.empty();

    /** @param windows asks the authority */
    RenewalTime(Function<X509Certificate, Optional<Window>> windows, RandomSource random) {
        this.windows = windows;
        this.random = random;
    }

    /**
     * When an authority would have a certificate renewed.
     *
     * @param again when it wishes to be asked the next time
     */
    record Window(Instant start, Instant end, Optional<Instant> again) {
        /** Whether the other begins and ends then too, whatever it says of the next time. */
        boolean isAs(Window other) {
            return start.equals(other.start) && end.equals(other.end);
        }
    }

    private record Choice(X509Certificate leaf, Optional<Window> window, Instant time, Instant again) {}

    /** When the certificate is renewed, as far as is known now. */
    Instant of(X509Certificate leaf, Instant now) {
        Optional<Choice> before = choice.filter(known -> known.leaf().equals(leaf));
        if (before.isPresent() && now.isBefore(before.get().again())) {
            return before.get().time();
        }
        // An authority that does not answer this time has taken nothing back.
        Optional<Window> window = windows.apply(leaf).or(() -> before.flatMap(Choice::window));
        Instant time = before.filter(known -> isSame(known.window(), window))
                .map(Choice::time)
                .orElseGet(() -> window.map(found -> within(found, leaf)).orElseGet(() -> usual(leaf)));
        choice = Optional.of(new Choice(leaf, window, time, again(window, now)));
        return time;
    }

    private static boolean isSame(Optional<Window> one, Optional<Window> other) {
        return one.isPresent() == other.isPresent()
                && one.flatMap(window -> other.map(window::isAs)).orElse(true);
    }

    @Spec("RFC 9773 §4.3")
    private static Instant again(Optional<Window> window, Instant now) {
        Duration wish = window.flatMap(Window::again)
                .map(at -> Duration.between(now, at))
                .filter(Duration::isPositive)
                .orElse(USUAL);
        return now.plus(wish.compareTo(SOONEST) < 0 ? SOONEST : wish.compareTo(LATEST) > 0 ? LATEST : wish);
    }

    /** A moment of the window, all alike, and never in the last part of the life. */
    @Spec("RFC 9773 §4.2")
    private Instant within(Window window, X509Certificate leaf) {
        var width = BigInteger.valueOf(
                Duration.between(window.start(), window.end()).toMillis());
        long part = new BigInteger(1, random.bytes(Long.BYTES + Long.BYTES))
                .mod(width.max(BigInteger.ONE))
                .longValueExact();
        Instant chosen = window.start().plusMillis(part);
        Instant latest = lastPart(leaf);
        return chosen.isBefore(latest) ? chosen : latest;
    }

    private static Instant usual(X509Certificate leaf) {
        return leaf.getNotAfter().toInstant().minus(life(leaf).dividedBy(3));
    }

    /** From when on an operator must know that renewal fails. */
    static Instant lastPart(X509Certificate leaf) {
        return leaf.getNotAfter().toInstant().minus(life(leaf).dividedBy(LAST_PART));
    }

    static Duration life(X509Certificate leaf) {
        return Duration.between(
                leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant());
    }
}
