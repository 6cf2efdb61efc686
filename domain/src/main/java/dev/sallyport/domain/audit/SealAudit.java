package dev.sallyport.domain.audit;

import dev.sallyport.domain.key.Sealer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts seals over what was appended since the last one (L17), in small steps that do not hold up who appends. */
public final class SealAudit {
    /** How many rows are under one seal at most. */
    static final int STEP = 500;

    private static final int STEPS = 200;

    private final AuditSeals seals;
    private final AuditProofs proofs;
    private final InstantSource clock;

    public SealAudit(AuditSeals seals, Sealer sealer, InstantSource clock) {
        this.seals = seals;
        this.proofs = new AuditProofs(sealer);
        this.clock = clock;
    }

    /** Seals what waits, at most 100,000 rows at one call; says how many. */
    public int seal() {
        int all = 0;
        for (int i = 0; i < STEPS; i++) {
            int sealed = seals.seal(this::sealed, STEP);
            all += sealed;
            if (sealed < STEP) {
                break;
            }
        }
        return all;
    }

    private AuditSeals.Sealed sealed(Optional<AuditSeal> last, long first, List<AuditRow> rows, boolean full) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        long number = last.map(AuditSeal::number).orElse(0L) + 1;
        Instant through = full ? through(last, rows.getLast(), now) : now;
        var macs = new ArrayList<String>();
        for (AuditRow row : rows) {
            macs.add(proofs.ofRow(row, first + macs.size()));
        }
        String mac = proofs.ofSeal(last, number, first, through, now, macs);
        long end = first + rows.size() - 1;
        return new AuditSeals.Sealed(new AuditSeal(number, first, end, through, now, mac, Optional.empty()), macs);
    }

    /** The time of the newest row of a full step; a row dated wrong by hand moves it neither back nor into the future. */
    private static Instant through(Optional<AuditSeal> last, AuditRow newest, Instant now) {
        Instant reached = Instant.ofEpochMilli(newest.at());
        Instant before = last.map(AuditSeal::through).orElse(reached);
        Instant later = before.isAfter(reached) ? before : reached;
        return later.isAfter(now) ? now : later;
    }
}
