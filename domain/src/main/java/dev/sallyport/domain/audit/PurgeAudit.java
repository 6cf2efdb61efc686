package dev.sallyport.domain.audit;

import dev.sallyport.domain.key.Sealer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Removes events whose time has passed, where the operator set one: whole seals at a time, whose links stay and say so. */
public final class PurgeAudit {
    private static final int STEPS = 200;

    private final AuditSeals seals;
    private final AuditProofs proofs;
    private final Optional<Duration> retention;
    private final InstantSource clock;

    /** @param retention how long events stay after they were sealed; for ever where it is empty */
    public PurgeAudit(AuditSeals seals, Sealer sealer, Optional<Duration> retention, InstantSource clock) {
        this.seals = seals;
        this.proofs = new AuditProofs(sealer);
        this.retention = retention;
        this.clock = clock;
    }

    /** Removes what is due, at most 200 seals at one call; says how many rows went. It stops at a seal that is not intact. */
    public int purge() {
        return retention.map(this::purge).orElse(0);
    }

    private int purge(Duration kept) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        int gone = 0;
        for (int i = 0; i < STEPS; i++) {
            Optional<AuditSeal> due =
                    seals.oldest().filter(seal -> seal.at().isBefore(now.minus(kept)) && intact(seal));
            if (due.isEmpty()) {
                break;
            }
            gone += seals.purge(due.get(), new AuditSeal.Purged(now, proofs.ofPurge(due.get(), now)));
        }
        return gone;
    }

    /** What somebody changed is evidence and stays, and whoever widens a seal by hand must not make the house remove more. */
    private boolean intact(AuditSeal seal) {
        Optional<AuditSeal> before = seals.after(seal.number() - 2, 1).stream()
                .filter(found -> found.number() == seal.number() - 1)
                .findFirst();
        List<AuditRow.Placed> rows = seals.rows(seal.first(), seal.last(), SealAudit.STEP + 1);
        boolean whole = rows.size() == seal.last() - seal.first() + 1
                && rows.stream()
                        .allMatch(row -> proofs.ofRow(row.row(), row.place()).equals(row.mac()));
        return whole
                && proofs.linked(
                        before, seal, rows.stream().map(AuditRow.Placed::mac).toList());
    }
}
