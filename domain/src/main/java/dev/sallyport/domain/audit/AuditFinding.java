package dev.sallyport.domain.audit;

import java.time.Instant;
import java.util.Optional;

/** Something in the log that the house did not do. */
public sealed interface AuditFinding {
    /** A row is not what was sealed at its place. */
    record Changed(AuditRow.Placed row, AuditSeal seal) implements AuditFinding {}

    /** Rows of a seal are not there: the places {@code first} to {@code last}. */
    record Missing(long first, long last, AuditSeal seal) implements AuditFinding {}

    /** A row has a place that no seal gave, or that another row has, or whose row was purged. */
    record Inserted(AuditRow.Placed row) implements AuditFinding {}

    /** A row came under the seal though it claims to be older than what was sealed before. */
    record Backdated(AuditRow.Placed row, AuditSeal seal) implements AuditFinding {}

    /** A seal is not what it was, or another stands before it than did. */
    record SealChanged(AuditSeal seal) implements AuditFinding {}

    /** Seals are not there: the numbers {@code first} to {@code last}; the next one that is was made at {@code before}. */
    record SealsMissing(long first, long last, Optional<Instant> before) implements AuditFinding {}

    /** The seal that was noted elsewhere is not in this log: its end was cut off, or an older copy was put in its place. */
    record HeadGone(AuditHead head) implements AuditFinding {}
}
