package dev.sallyport.auth.upstream;

import dev.sallyport.domain.identity.Introduction;

/** What came of a journey to another provider. */
public sealed interface Answer {
    record Introduced(Introduction who) implements Answer {}

    /** @param reason for the operator's log: a constant, or what the guarded fetch says */
    record Failed(String reason) implements Answer {}
}
