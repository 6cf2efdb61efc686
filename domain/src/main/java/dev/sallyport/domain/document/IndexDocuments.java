package dev.sallyport.domain.document;

import java.util.List;
import java.util.function.Function;

/** Indexes documents anew that were indexed after another declaration of their collection; the file stays the truth (L18). */
public final class IndexDocuments {
    private static final int AT_ONCE = 100;

    private final DocumentStore documents;

    public IndexDocuments(DocumentStore documents) {
        this.documents = documents;
    }

    /**
     * Indexes all of the collection's documents; those that somebody writes meanwhile are indexed by that. Says how many.
     *
     * @param drafting the draft of a body, by its keys as they are to be
     */
    public int index(DocumentCollection collection, Function<String, Draft> drafting) {
        int all = 0;
        int some = -1;
        while (some != 0) {
            List<Document> otherwise = documents.indexedOtherwise(collection.name(), collection.form(), AT_ONCE);
            some = (int) otherwise.stream()
                    .filter(document -> documents.index(document, drafting.apply(document.body())))
                    .count();
            all += some;
        }
        return all;
    }
}
