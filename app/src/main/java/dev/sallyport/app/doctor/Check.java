package dev.sallyport.app.doctor;

import java.io.IOException;
import java.util.List;

/** One concern that a deployment is examined for. */
public interface Check {
    /** One word, for {@code --only}. */
    String name();

    /** Everything it can find. */
    List<Fault> faults();

    /** Looks. A broken wire is thrown: then the check could not run. */
    Verdict examine(Site site) throws IOException;
}
