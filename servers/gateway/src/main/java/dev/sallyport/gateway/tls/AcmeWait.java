package dev.sallyport.gateway.tls;

import dev.sallyport.domain.Spec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.shredzone.acme4j.PollableResource;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.exception.AcmeException;

/**
 * Asks an authority again what became of something, as seldom as it wishes and not for ever. The library's own way sleeps for
 * a negative time when the wish has passed by already.
 */
final class AcmeWait {
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final Duration USUAL = Duration.ofSeconds(2);
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final InstantSource clock;

    AcmeWait(InstantSource clock) {
        this.clock = clock;
    }

    /** The first of the ends that it reaches. */
    @Spec("RFC 8555 §7.5.1")
    Status until(PollableResource what, Set<Status> ends) throws AcmeException, InterruptedException {
        Duration left = LONGEST;
        while (!ends.contains(what.getStatus())) {
            Optional<Instant> wish = what.fetch();
            if (!ends.contains(what.getStatus())) {
                Duration pause =
                        wish.map(at -> Duration.between(clock.instant(), at)).orElse(USUAL);
                pause = pause.compareTo(SHORTEST) < 0 ? SHORTEST : pause;
                left = left.minus(pause);
                if (left.isNegative()) {
                    throw new AcmeException("it takes longer than " + LONGEST.toMinutes() + " minutes");
                }
                Thread.sleep(pause);
            }
        }
        return what.getStatus();
    }
}
