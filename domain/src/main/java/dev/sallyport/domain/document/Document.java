package dev.sallyport.domain.document;

import dev.sallyport.domain.person.PersonId;
import java.time.Instant;
import java.util.Optional;

/**
 * A document as it is now.
 *
 * @param owner who made it, where each document of its collection is somebody's
 * @param body a JSON text
 * @param version the number of its last change in its space; no two changes of a space have the same
 */
public record Document(
        Space space,
        DocumentId id,
        Optional<PersonId> owner,
        String body,
        long version,
        Instant created,
        Instant changed) {
    /** By which it is indexed under {@link Query#AGE}. */
    public SortKey age() {
        return SortKey.of((double) created.toEpochMilli());
    }
}
