package dev.sallyport.domain.audit;

import dev.sallyport.domain.job.Job;
import java.util.List;

/** What is to be done because something happened. The jobs are added in one transaction with the event. */
@FunctionalInterface
public interface AuditFollower {
    /** Nothing follows. */
    AuditFollower NOTHING = event -> List.of();

    List<Job> after(AuditEvent event);

    /** What follows from this, and then what follows from {@code other}. */
    default AuditFollower and(AuditFollower other) {
        return event -> java.util.stream.Stream.of(this, other)
                .flatMap(follower -> follower.after(event).stream())
                .toList();
    }
}
