package dev.sallyport.domain.file;

import java.io.InputStream;

/** Somebody else's judgement of a content before it becomes a file, such as a virus scanner's. */
@FunctionalInterface
public interface Scanner {
    /** Reads {@code content} to its end, or until it has seen enough. */
    Verdict scan(InputStream content);

    /** What came of it. */
    sealed interface Verdict {
        record Clean() implements Verdict {}

        /** @param what as the scanner calls it */
        record Infected(String what) implements Verdict {}

        /** @param why for the operator */
        record Unjudged(String why) implements Verdict {}
    }
}
