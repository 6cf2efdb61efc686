package dev.sallyport.domain.document;

import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where documents are kept. Every verb names the space, and nothing of another space is seen or touched by it (T47). */
public interface DocumentStore {
    /** Of documents that were taken away, so many changes back are remembered for those who follow. */
    int REMEMBERED = 10_000;

    Optional<Document> byId(Space space, DocumentId id);

    /**
     * Writes the document whole, if what is there is as expected and there is room; of writers side by side who expect the same
     * version, one wins.
     *
     * @param owner who writes, where documents are somebody's; only they may write it again
     */
    Put put(
            Space space,
            DocumentId id,
            Optional<PersonId> owner,
            Draft draft,
            Expected expected,
            Quota quota,
            Instant now);

    /** Takes the document away, if what is there is as expected. */
    Removed remove(Space space, DocumentId id, Optional<PersonId> owner, Expected expected, Instant now);

    /** A page by cursor. */
    Page<Document> list(Space space, Query query, Slice slice);

    /** The number of the last change in the space, 0 before the first. */
    long lastChange(Space space);

    /** The last change of each document that changed after change {@code after}, in order, at most {@code most}. */
    List<Change> changes(Space space, long after, int most);

    /** At most {@code most} documents of the collection that were not indexed after {@code form}. */
    List<Document> indexedOtherwise(String collection, String form, int most);

    /** Indexes the document by the draft's keys, if it is still of this version and says what the draft does; no change of it. */
    boolean index(Document document, Draft draft);

    /** Everything of the person's in every collection, by cursor. */
    Page<Document> ownedBy(PersonId person, Slice slice);

    /** Takes at most {@code most} of the person's documents away, whatever collection they are in; says how many. */
    int removeOwnedBy(PersonId person, int most, Instant now);

    /** What came of writing. */
    sealed interface Put {
        record Created(Document document) implements Put {}

        record Replaced(Document document) implements Put {}

        /** What is there is not as expected. */
        record Unexpected() implements Put {}

        /** It is somebody else's. */
        record NotOwner() implements Put {}

        record OverQuota(Quota quota) implements Put {}
    }

    /** What came of taking away. */
    sealed interface Removed {
        /** @param change the number that this has among the changes of the space */
        record Gone(long change) implements Removed {}

        record NotFound() implements Removed {}

        record Unexpected() implements Removed {}

        record NotOwner() implements Removed {}
    }
}
