package dev.sallyport.app;

import java.util.Optional;

/** Which Sallyport this is. */
final class Version {
    private Version() {}

    /** The version of the jar that runs, {@code development} where there is no jar. */
    static String here() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
