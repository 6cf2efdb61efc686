package dev.sallyport.domain.audit;

import java.util.List;
import java.util.Optional;

/** Where the seals over the log are kept, beside its rows; {@code docs/decisions/audit-chain.md} says what they prove. */
public interface AuditSeals {
    /**
     * Gives the oldest rows that have no place the next ones, at most {@code most}, and puts one seal over them, all at once and one
     * caller at a time. Who appends does not wait for it. Says how many rows were sealed; no seal is made over none.
     */
    int seal(Sealing sealing, int most);

    /** The seals behind the one of {@code number}, in order, at most {@code most}. */
    List<AuditSeal> after(long number, int most);

    /** The rows of these places, both included, by place, at most {@code most}. */
    List<AuditRow.Placed> rows(long first, long last, int most);

    /** Rows whose place is none that a seal up to {@code last} can have given, at most {@code most}. */
    List<AuditRow.Placed> outside(long last, int most);

    /** How many rows wait for a seal. */
    long waiting();

    /** The oldest seal whose rows were not purged. */
    Optional<AuditSeal> oldest();

    /** Removes the rows under the seal and notes it there, at once; says how many rows went, none where that was done before. */
    int purge(AuditSeal seal, AuditSeal.Purged purged);

    /** Makes a seal and the proof of each row. It may be called again for the same rows, and does nothing else. */
    @FunctionalInterface
    interface Sealing {
        /**
         * @param last the newest seal so far
         * @param first the place of the first row
         * @param full whether more rows wait, all of them no older than the last of these
         */
        Sealed seal(Optional<AuditSeal> last, long first, List<AuditRow> rows, boolean full);
    }

    /** @param macs one for each row, in their order */
    record Sealed(AuditSeal seal, List<String> macs) {}
}
