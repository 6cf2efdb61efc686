package dev.sallyport.app.doctor;

import java.util.Optional;

/**
 * Something that can be wrong with a deployment.
 *
 * @param id stable, for filters and for those who count
 * @param meaning what it lets somebody do
 * @param mend the line that mends it anywhere
 * @param ours the line that mends it in a Sallyport, where that is another one
 * @param reference the clause, lesson (L) or threat (T) that asks for it
 */
public record Fault(
        String id, Severity severity, String meaning, String mend, Optional<String> ours, String reference) {
    static Fault of(String id, Severity severity, String meaning, String mend, String reference) {
        return new Fault(id, severity, meaning, mend, Optional.empty(), reference);
    }

    /** The same, mended in a Sallyport by this line. */
    Fault here(String line) {
        return new Fault(id, severity, meaning, mend, Optional.of(line), reference);
    }

    Finding at(Answer answer, String seen) {
        return new Finding(this, answer.where(), seen);
    }

    Finding at(String where, String seen) {
        return new Finding(this, where, seen);
    }

    /** The line that mends it at this kind of deployment. */
    public String mend(boolean isOurs) {
        return isOurs ? ours.orElse(mend) : mend;
    }
}
