package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.NOW;

import dev.sallyport.domain.document.Document;
import dev.sallyport.domain.document.DocumentId;
import dev.sallyport.domain.document.DocumentStore;
import dev.sallyport.domain.document.DocumentStore.Put;
import dev.sallyport.domain.document.Draft;
import dev.sallyport.domain.document.Expected;
import dev.sallyport.domain.document.Quota;
import dev.sallyport.domain.document.SortKey;
import dev.sallyport.domain.document.Space;
import dev.sallyport.domain.person.PersonId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Documents as tests write them. */
final class DocumentSamples {
    static final PersonId ADA = new PersonId(new UUID(0, 1));
    static final PersonId EVE = new PersonId(new UUID(0, 2));
    static final Space ADAS = Space.of("notes", ADA);
    static final Space EVES = Space.of("notes", EVE);
    static final Space SHARED = Space.shared("news");
    static final Quota ROOM = new Quota(1_000_000, 1L << 40);
    static final Expected ANYTHING = new Expected.Anything();
    static final String FORM = "{title=TEXT}";

    private DocumentSamples() {}

    static DocumentId id(String text) {
        return new DocumentId(text);
    }

    static Draft titled(String title) {
        return new Draft("{\"title\":\"" + title + "\"}", Map.of("title", SortKey.of(title)), FORM);
    }

    static Draft with(Map<String, SortKey> keys) {
        return new Draft("{}", keys, FORM);
    }

    static Put put(DocumentStore documents, Space space, String id, Draft draft, Expected expected) {
        return documents.put(space, id(id), space.person(), draft, expected, ROOM, NOW);
    }

    /** The document as it was written. */
    static Document written(DocumentStore documents, Space space, String id, Draft draft) {
        return document(put(documents, space, id, draft, ANYTHING));
    }

    static Document document(Put put) {
        return switch (put) {
            case Put.Created(var document) -> document;
            case Put.Replaced(var document) -> document;
            case Put.Unexpected() -> throw new AssertionError("unexpected");
            case Put.NotOwner() -> throw new AssertionError("not the owner");
            case Put.OverQuota(var quota) -> throw new AssertionError("over " + quota);
        };
    }

    static Optional<PersonId> by(PersonId person) {
        return Optional.of(person);
    }
}
