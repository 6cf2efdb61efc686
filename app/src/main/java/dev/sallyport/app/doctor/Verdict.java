package dev.sallyport.app.doctor;

import java.util.List;

/** What came of a check. */
public sealed interface Verdict {
    /** It ran. Without findings the deployment passed. */
    record Examined(List<Finding> findings) implements Verdict {
        public Examined {
            findings = List.copyOf(findings);
        }
    }

    /** There is nothing here that it could examine. */
    record NotApplicable(String reason) implements Verdict {}

    /** It was begun and not ended; what it would have found is unknown. */
    record CouldNotRun(String reason) implements Verdict {}
}
