package dev.sallyport.monitor;

import java.util.Optional;

/**
 * One thing that must hold for this process to be ready.
 *
 * @param name such as {@code database}
 * @param trouble asks; answers why it does not hold, or nothing when it does. It may block and may throw. Its words are
 *     shown to whoever may reach the monitor: no secrets
 */
public record Check(String name, Trouble trouble) {
    /** What a check asks. */
    @FunctionalInterface
    public interface Trouble {
        Optional<String> ask() throws Exception;
    }
}
