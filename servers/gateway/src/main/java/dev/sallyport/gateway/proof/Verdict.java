package dev.sallyport.gateway.proof;

import java.time.Instant;

/** What a proof came to. */
public sealed interface Verdict {
    /**
     * It is right; whether it was used before is another question.
     *
     * @param id of the challenge
     * @param expires when it is nothing any more
     */
    record Right(String id, Instant expires) implements Verdict {}

    /** It is none of this house's for this network, or it is too old, or the number is wrong. */
    record Wrong(String why) implements Verdict {}
}
