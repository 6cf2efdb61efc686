package dev.sallyport.monitor;

import java.util.Optional;

/**
 * One thing that must hold for this process to be ready, or that somebody must know of.
 *
 * @param name such as {@code database}
 * @param trouble asks; answers why it does not hold, or nothing when it does. It may block and may throw. Its words are
 *     shown to whoever may reach the monitor: no secrets
 * @param needed whether the process can do its work only without the trouble
 */
public record Check(String name, Trouble trouble, boolean needed) {
    public Check(String name, Trouble trouble) {
        this(name, trouble, true);
    }

    /** One that is told while the process stays ready: taking it out of service would make the trouble worse. */
    public static Check told(String name, Trouble trouble) {
        return new Check(name, trouble, false);
    }

    /** What a check asks. */
    @FunctionalInterface
    public interface Trouble {
        Optional<String> ask() throws Exception;
    }
}
