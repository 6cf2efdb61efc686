package dev.sallyport.domain.document;

import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import java.util.Optional;

/** Somebody looks at documents. What they may not see is as if it were not there (T47). */
public final class ReadDocuments {
    private final DocumentStore documents;

    public ReadDocuments(DocumentStore documents) {
        this.documents = documents;
    }

    public Optional<Document> one(DocumentCollection collection, Visitor visitor, DocumentId id) {
        return collection.reading(visitor).flatMap(space -> documents.byId(space, id));
    }

    /** A page, and the number after which to follow what changes from here on; empty where the visitor may not read. */
    public Optional<Listed> list(DocumentCollection collection, Visitor visitor, Query query, Slice slice) {
        return collection.reading(visitor).map(space -> {
            long last = documents.lastChange(space);
            return new Listed(documents.list(space, query, slice), last);
        });
    }

    /**
     * What a list shows.
     *
     * @param changes the last change that is in it for certain
     */
    public record Listed(Page<Document> page, long changes) {}
}
