package dev.sallyport.domain.document;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.document.DocumentCollection.Pen;
import dev.sallyport.domain.document.DocumentStore.Put;
import dev.sallyport.domain.document.DocumentStore.Removed;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** Somebody writes, changes or takes away a document, if the collection lets them (T47). */
public final class WriteDocument {
    /** A change of something that others change too is tried so often. */
    private static final int TRIES = 10;

    private final DocumentStore documents;
    private final InstantSource clock;
    private final RandomSource random;

    public WriteDocument(DocumentStore documents, InstantSource clock, RandomSource random) {
        this.documents = documents;
        this.clock = clock;
        this.random = random;
    }

    /** Adds a document under an id of its own. */
    public Written add(DocumentCollection collection, Visitor visitor, Draft draft) {
        var id = new DocumentId(random.uuid(clock.instant()).toString());
        return put(collection, visitor, id, draft, new Expected.Absent());
    }

    /** Writes a document whole. */
    public Written put(DocumentCollection collection, Visitor visitor, DocumentId id, Draft draft, Expected expected) {
        Optional<Pen> pen = collection.writing(visitor);
        if (pen.isEmpty()) {
            return refused(collection, visitor);
        }
        if (isUnsaid(collection, expected)) {
            Written made = written(collection, pen.get(), id, draft, new Expected.Absent());
            return made instanceof Written.Unexpected ? new Written.MatchRequired() : made;
        }
        return written(collection, pen.get(), id, draft, expected);
    }

    /**
     * Makes a new text of what the document says.
     *
     * @param edit from the body to what it shall be, or why it cannot be that
     */
    public <R> Edited<R> edit(
            DocumentCollection collection,
            Visitor visitor,
            DocumentId id,
            Expected expected,
            Function<String, Edit<R>> edit) {
        Optional<Pen> pen = collection.writing(visitor);
        if (pen.isEmpty()) {
            return new Edited.Done<>(refused(collection, visitor));
        }
        if (isUnsaid(collection, expected)) {
            return new Edited.Done<>(new Written.MatchRequired());
        }
        for (int i = 0; i < TRIES; i++) {
            Optional<Document> now = documents.byId(pen.get().space(), id);
            if (now.isEmpty()) {
                return new Edited.Done<>(new Written.NotFound());
            }
            if (!expected.allows(true, now.get().version())) {
                return new Edited.Done<>(new Written.Unexpected());
            }
            switch (edit.apply(now.get().body())) {
                case Edit.Refused<R>(R why) -> {
                    return new Edited.Refused<>(why);
                }
                case Edit.To<R>(Draft draft) -> {
                    var known = new Expected.OneOf(java.util.Set.of(now.get().version()));
                    Written written = written(collection, pen.get(), id, draft, known);
                    if (!(written instanceof Written.Unexpected)) {
                        return new Edited.Done<>(written);
                    }
                }
            }
        }
        return new Edited.Done<>(new Written.Unexpected());
    }

    /** Takes a document away. */
    public Written remove(DocumentCollection collection, Visitor visitor, DocumentId id, Expected expected) {
        Optional<Pen> pen = collection.writing(visitor);
        if (pen.isEmpty()) {
            return refused(collection, visitor);
        }
        if (isUnsaid(collection, expected)) {
            return new Written.MatchRequired();
        }
        return switch (documents.remove(pen.get().space(), id, pen.get().owner(), expected, clock.instant())) {
            case Removed.Gone gone -> new Written.Gone();
            case Removed.NotFound() -> new Written.NotFound();
            case Removed.Unexpected() -> new Written.Unexpected();
            case Removed.NotOwner() -> new Written.NotAllowed();
        };
    }

    private Written written(DocumentCollection collection, Pen pen, DocumentId id, Draft draft, Expected expected) {
        return switch (documents.put(
                pen.space(), id, pen.owner(), draft, expected, collection.quota(), clock.instant())) {
            case Put.Created(var document) -> new Written.Created(document);
            case Put.Replaced(var document) -> new Written.Replaced(document);
            case Put.Unexpected() -> new Written.Unexpected();
            case Put.NotOwner() -> new Written.NotAllowed();
            case Put.OverQuota(var quota) -> new Written.OverQuota(quota);
        };
    }

    /** What is said to a visitor who may not write: who may look may know that it is there; to anybody else there is nothing. */
    public Written refused(DocumentCollection collection, Visitor visitor) {
        return collection.reading(visitor).isPresent() ? new Written.NotAllowed() : new Written.NotFound();
    }

    private static boolean isUnsaid(DocumentCollection collection, Expected expected) {
        return collection.requireMatch() && expected instanceof Expected.Anything;
    }

    /** What a change makes of a body. */
    public sealed interface Edit<R> {
        record To<R>(Draft draft) implements Edit<R> {}

        record Refused<R>(R why) implements Edit<R> {}
    }

    /** What came of a change. */
    public sealed interface Edited<R> {
        record Done<R>(Written written) implements Edited<R> {}

        record Refused<R>(R why) implements Edited<R> {}
    }
}
