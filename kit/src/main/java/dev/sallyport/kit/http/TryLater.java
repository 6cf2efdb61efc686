package dev.sallyport.kit.http;

import java.time.Duration;

/**
 * Something that the house stands on does not answer now and will again, such as its database: the caller gets 503 and
 * {@code Retry-After} (RFC 9110 §15.6.4), and an operator a line without the way to it.
 */
public abstract class TryLater extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Duration WAIT = Duration.ofSeconds(2);

    protected TryLater(String message) {
        super(message);
    }

    protected TryLater(String message, Throwable cause) {
        super(message, cause);
    }

    /** When it is worth to come again. */
    public Duration untilThen() {
        return WAIT;
    }
}
