package dev.sallyport.domain.audit;

import dev.sallyport.domain.key.Sealer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Walks along the chain and names every row and seal that is not what the house wrote (L17). It changes nothing. */
public final class VerifyAudit {
    /**
     * How much older than the seal before a row may be: an append that took long to be committed, and clocks of machines that
     * differ.
     */
    public static final Duration LATE = Duration.ofMinutes(10);

    private static final int SEALS = 100;
    private static final int ROWS = 2 * SealAudit.STEP;

    private final AuditSeals seals;
    private final AuditProofs proofs;

    public VerifyAudit(AuditSeals seals, Sealer sealer) {
        this.seals = seals;
        this.proofs = new AuditProofs(sealer);
    }

    /**
     * What was walked.
     *
     * @param rows how many rows are under seals
     * @param purged how many were, and were removed because their time had passed
     * @param waiting how many no seal covers yet; nothing is known of them
     */
    public record Walked(long rows, long purged, long seals, long waiting, Optional<AuditHead> head) {}

    /** Walks the whole chain and tells {@code found} of each finding on the way, in their order. */
    public Walked verify(Optional<AuditHead> noted, Consumer<AuditFinding> found) {
        var walk = new Walk(found);
        List<AuditSeal> next = seals.after(0, SEALS);
        while (!next.isEmpty()) {
            next.forEach(seal -> walk.step(seal, noted));
            next = seals.after(walk.last.orElseThrow().number(), SEALS);
            if (next.isEmpty()) {
                next = walk.outside();
            }
        }
        if (walk.last.isEmpty()) {
            walk.outside();
        }
        noted.filter(head -> !walk.noted).ifPresent(head -> found.accept(new AuditFinding.HeadGone(head)));
        return new Walked(walk.rows, walk.purged, walk.seals, seals.waiting(), walk.last.map(AuditHead::of));
    }

    /** One walk, which knows the seal it stands at. */
    private final class Walk {
        private final Consumer<AuditFinding> found;
        private Optional<AuditSeal> last = Optional.empty();
        private boolean noted;
        private long rows;
        private long purged;
        private long seals;

        Walk(Consumer<AuditFinding> found) {
            this.found = found;
        }

        void step(AuditSeal seal, Optional<AuditHead> head) {
            long expected = last.map(AuditSeal::number).orElse(0L) + 1;
            boolean follows = seal.number() == expected;
            if (!follows) {
                found.accept(new AuditFinding.SealsMissing(expected, seal.number() - 1, Optional.of(seal.at())));
            }
            seal.purge().ifPresentOrElse(purge -> gone(seal, purge), () -> covered(seal, follows));
            noted |= head.filter(AuditHead.of(seal)::equals).isPresent();
            seals++;
            last = Optional.of(seal);
        }

        private void gone(AuditSeal seal, AuditSeal.Purged purge) {
            if (!proofs.ofPurge(seal, purge.at()).equals(purge.mac())) {
                found.accept(new AuditFinding.SealChanged(seal));
            }
            VerifyAudit.this
                    .seals
                    .rows(seal.first(), seal.last(), ROWS)
                    .forEach(row -> found.accept(new AuditFinding.Inserted(row)));
            purged += seal.last() - seal.first() + 1;
        }

        private void covered(AuditSeal seal, boolean follows) {
            var findings = new ArrayList<AuditFinding>();
            List<AuditRow.Placed> placed = VerifyAudit.this.seals.rows(seal.first(), seal.last(), ROWS);
            List<String> macs = examine(seal, placed, findings);
            // Behind a gap nobody can tell what stood before, so nothing is said of the link itself.
            boolean whole = macs.size() == seal.last() - seal.first() + 1;
            boolean starts = last.map(AuditSeal::last).orElse(0L) + 1 == seal.first();
            if (follows && (!starts || (whole && !proofs.linked(last, seal, macs)))) {
                findings.add(new AuditFinding.SealChanged(seal));
            }
            if (!findings.isEmpty() && purgedMeanwhile(seal)) {
                purged += seal.last() - seal.first() + 1;
                return;
            }
            rows += placed.size();
            findings.forEach(found);
        }

        /** The proofs that the rows should have, as far as they are there. */
        private List<String> examine(AuditSeal seal, List<AuditRow.Placed> placed, List<AuditFinding> findings) {
            var macs = new ArrayList<String>();
            long due = seal.first();
            for (AuditRow.Placed row : placed) {
                if (row.place() < due) {
                    findings.add(new AuditFinding.Inserted(row));
                    continue;
                }
                missing(due, row.place() - 1, seal, findings);
                due = row.place() + 1;
                macs.add(row.mac());
                if (!proofs.ofRow(row.row(), row.place()).equals(row.mac())) {
                    findings.add(new AuditFinding.Changed(row, seal));
                } else if (backdated(row.row())) {
                    findings.add(new AuditFinding.Backdated(row, seal));
                }
            }
            missing(due, seal.last(), seal, findings);
            return macs;
        }

        private static void missing(long first, long end, AuditSeal seal, List<AuditFinding> findings) {
            if (first <= end) {
                findings.add(new AuditFinding.Missing(first, end, seal));
            }
        }

        private boolean backdated(AuditRow row) {
            Instant claimed = Instant.ofEpochMilli(row.at());
            return last.filter(before -> claimed.isBefore(before.through().minus(LATE)))
                    .isPresent();
        }

        /** Whether the house purged the seal's rows between the reading of the seal and that of the rows. */
        private boolean purgedMeanwhile(AuditSeal seal) {
            return VerifyAudit.this.seals.after(seal.number() - 1, 1).stream()
                    .filter(now -> now.number() == seal.number())
                    .flatMap(now -> now.purge().stream())
                    .anyMatch(purge -> proofs.ofPurge(seal, purge.at()).equals(purge.mac()));
        }

        /** Tells of rows at places that no seal gave; where seals were made meanwhile, the answer is these instead. */
        List<AuditSeal> outside() {
            List<AuditRow.Placed> strays =
                    VerifyAudit.this.seals.outside(last.map(AuditSeal::last).orElse(0L), ROWS);
            List<AuditSeal> more =
                    VerifyAudit.this.seals.after(last.map(AuditSeal::number).orElse(0L), SEALS);
            if (more.isEmpty()) {
                strays.forEach(row -> found.accept(new AuditFinding.Inserted(row)));
            }
            return more;
        }
    }
}
