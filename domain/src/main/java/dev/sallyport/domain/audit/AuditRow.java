package dev.sallyport.domain.audit;

import java.util.List;
import java.util.Optional;

/**
 * An event as its store holds it: the text of every column, whatever somebody may have put there by hand, so that a row that is no
 * event any more can still be examined and named.
 */
public record AuditRow(
        String id,
        Optional<String> kind,
        Optional<String> person,
        Optional<String> session,
        Optional<String> addressDay,
        Optional<String> address,
        Optional<String> details,
        long at) {
    /** Everything that a seal covers; the order is for ever. */
    List<Optional<String>> columns() {
        return List.of(
                Optional.of(id), kind, person, session, addressDay, address, details, Optional.of(Long.toString(at)));
    }

    /**
     * A row under a seal.
     *
     * @param place from 1, without gaps over the whole log
     * @param mac what the sealing wrote beside the row
     */
    public record Placed(AuditRow row, long place, String mac) {}
}
