package dev.sallyport.domain.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * A link of the chain: it covers the rows of the places {@code first} to {@code last}, and the seal before it.
 *
 * @param number from 1, without gaps
 * @param through no row older than this was waiting when the seal was made
 * @param at when it was made
 * @param mac over all of this, the rows' own and the seal before
 * @param purge when its rows were removed because their time had passed; the seal stays
 */
public record AuditSeal(
        long number, long first, long last, Instant through, Instant at, String mac, Optional<Purged> purge) {

    /**
     * The rows of a seal were removed.
     *
     * @param mac over the seal and {@code at}, so that nobody without the key can say so
     */
    public record Purged(Instant at, String mac) {}
}
