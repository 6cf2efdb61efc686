package dev.sallyport.domain.privacy;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Destroys the keys of days that lie further back than the retention. The pseudonyms made with them may stay where they
 * are: they can be neither recomputed nor compared any more (L17).
 */
public final class ForgetAddresses {
    private final AddressKeyStore keys;
    private final Duration retention;
    private final InstantSource clock;

    /** @param retention at least a day; parts of a day count as a whole one */
    public ForgetAddresses(AddressKeyStore keys, Duration retention, InstantSource clock) {
        if (retention.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("addresses are kept for a day or longer");
        }
        this.keys = keys;
        this.retention = retention;
        this.clock = clock;
    }

    /** Destroys what is due; says how many days' keys went. Days are those of UTC. */
    public int forget() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        long days = retention.plusDays(1).minusNanos(1).toDays();
        return keys.destroyBefore(today.minusDays(days));
    }
}
