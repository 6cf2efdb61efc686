package dev.sallyport.auth.page;

import java.time.Duration;

/**
 * What is shown when neither the page asked for nor the client can be reached. It says nothing but what we chose; the rest
 * is in the log under the id.
 *
 * @param id the request's id, by which the operator finds it
 * @param left until it is worth trying again; zero where waiting does not help
 */
public record ErrorView(ErrorReason reason, String id, Duration left) {
    public static ErrorView of(ErrorReason reason, String id) {
        return new ErrorView(reason, id, Duration.ZERO);
    }
}
