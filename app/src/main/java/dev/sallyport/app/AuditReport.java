package dev.sallyport.app;

import dev.sallyport.domain.audit.AuditFinding;
import dev.sallyport.domain.audit.AuditHead;
import dev.sallyport.domain.audit.AuditRow;
import dev.sallyport.domain.audit.AuditSeal;
import dev.sallyport.domain.audit.VerifyAudit;
import java.time.Instant;
import java.util.Optional;

/** How the audit log and what was found in it look on the command line. */
final class AuditReport {
    private AuditReport() {}

    /**
     * One thing that was found.
     *
     * @param finding what, as one word
     * @param where which row or seal
     * @param when which times are known of it
     */
    record Finding(String finding, String where, String when, Optional<String> event, Optional<Long> seal) {
        static Finding of(AuditFinding finding) {
            return switch (finding) {
                case AuditFinding.Changed(var row, var seal) -> row("changed", row, seal);
                case AuditFinding.Backdated(var row, var seal) -> row("backdated", row, seal);
                case AuditFinding.Inserted(var row) ->
                    new Finding(
                            "inserted",
                            where(row),
                            dated(row),
                            Optional.of(row.row().id()),
                            Optional.empty());
                case AuditFinding.Missing(long first, long last, var seal) ->
                    new Finding(
                            "missing",
                            (first == last
                                            ? "the event at place " + first
                                            : "the events at places " + first + " to " + last)
                                    + " under seal " + seal.number(),
                            sealed(seal),
                            Optional.empty(),
                            Optional.of(seal.number()));
                case AuditFinding.SealChanged(var seal) ->
                    new Finding(
                            "seal_changed",
                            "seal " + seal.number() + " over places " + seal.first() + " to " + seal.last(),
                            sealed(seal),
                            Optional.empty(),
                            Optional.of(seal.number()));
                case AuditFinding.SealsMissing(long first, long last, Optional<Instant> before) ->
                    new Finding(
                            "seals_missing",
                            first == last ? "seal " + first : "seals " + first + " to " + last,
                            before.map(at -> "made before " + at).orElse("made at an unknown time"),
                            Optional.empty(),
                            Optional.of(first));
                case AuditFinding.HeadGone(var head) ->
                    new Finding(
                            "head_gone",
                            "seal " + head.number() + " as it was noted",
                            "cut off since then, or the log is an older copy",
                            Optional.empty(),
                            Optional.of(head.number()));
            };
        }

        private static Finding row(String what, AuditRow.Placed row, AuditSeal seal) {
            return new Finding(
                    what,
                    where(row) + " under seal " + seal.number(),
                    dated(row) + ", " + sealed(seal),
                    Optional.of(row.row().id()),
                    Optional.of(seal.number()));
        }

        private static String where(AuditRow.Placed row) {
            return "event " + row.row().id() + " at place " + row.place();
        }

        private static String dated(AuditRow.Placed row) {
            return "dated " + Instant.ofEpochMilli(row.row().at());
        }

        private static String sealed(AuditSeal seal) {
            return "sealed " + seal.at();
        }

        /** The finding as a line for people; what somebody wrote into a row cannot break it. */
        String line() {
            return (finding.replace('_', ' ') + ": " + where + ", " + when).replaceAll("\\p{Cntrl}", "?");
        }
    }

    record Summary(
            boolean intact,
            long findings,
            long sealed,
            long purged,
            long seals,
            long notSealedYet,
            Optional<String> head) {
        static Summary of(VerifyAudit.Walked walked, long findings) {
            return new Summary(
                    findings == 0,
                    findings,
                    walked.rows(),
                    walked.purged(),
                    walked.seals(),
                    walked.waiting(),
                    walked.head().map(AuditHead::toString));
        }

        String text() {
            String result = intact ? "intact" : findings == 1 ? "1 finding" : findings + " findings";
            String events = (sealed == 1 ? "1 event" : sealed + " events") + " under "
                    + (seals == 1 ? "1 seal" : seals + " seals");
            return result + ": " + events + ", " + purged + " purged, " + notSealedYet
                    + " not sealed yet"
                    + head.map(text -> System.lineSeparator() + "head: " + text).orElse("");
        }
    }
}
