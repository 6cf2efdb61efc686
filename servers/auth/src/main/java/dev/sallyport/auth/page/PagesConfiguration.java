package dev.sallyport.auth.page;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the pages look.
 *
 * @param theme the folder of a {@link Theme}; without one they look as the house does
 */
public record PagesConfiguration(Optional<Path> theme) {
    public static PagesConfiguration defaults() {
        return new PagesConfiguration(Optional.empty());
    }
}
