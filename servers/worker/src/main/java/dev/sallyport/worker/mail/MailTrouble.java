package dev.sallyport.worker.mail;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the mail server takes letters, as its last answer showed; told in the log when that changes. */
final class MailTrouble {
    private static final Logger LOG = LoggerFactory.getLogger(MailTrouble.class);

    private final String where;
    private final InstantSource clock;
    private final AtomicReference<Optional<Met>> now = new AtomicReference<>(Optional.empty());

    private record Met(String why, Instant since, int times) {}

    MailTrouble(String where, InstantSource clock) {
        this.where = where;
        this.clock = clock;
    }

    void met(String why) {
        var before = now.getAndUpdate(known -> Optional.of(known.map(k -> new Met(why, k.since(), k.times() + 1))
                .orElseGet(() -> new Met(why, clock.instant(), 1))));
        if (before.isEmpty()) {
            LOG.warn("the mail server {} takes no letters: {}; they wait", where, why.replaceAll("\\p{Cntrl}", " "));
        }
    }

    void over() {
        if (now.getAndSet(Optional.empty()).isPresent()) {
            LOG.info("the mail server {} takes letters again", where);
        }
    }

    Optional<String> now() {
        return now.get()
                .map(met -> where + " takes no letters since " + met.since().truncatedTo(ChronoUnit.SECONDS) + " ("
                        + met.times() + " tries): " + met.why());
    }
}
