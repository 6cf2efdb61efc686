package dev.sallyport.domain.document;

/** What came of writing, changing or taking away a document. */
public sealed interface Written {
    record Created(Document document) implements Written {}

    record Replaced(Document document) implements Written {}

    record Gone() implements Written {}

    record NotFound() implements Written {}

    /** The visitor may look at it and no more. */
    record NotAllowed() implements Written {}

    /** What is there is not what the visitor knows. */
    record Unexpected() implements Written {}

    /** The visitor has to say which version they know. */
    record MatchRequired() implements Written {}

    record OverQuota(Quota quota) implements Written {}
}
