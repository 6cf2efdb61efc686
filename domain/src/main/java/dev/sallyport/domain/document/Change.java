package dev.sallyport.domain.document;

import java.util.Optional;

/**
 * What became of a document last.
 *
 * @param number its place among the changes of the space
 * @param now the document; empty where it was taken away
 */
public record Change(long number, DocumentId id, Optional<Document> now) {}
