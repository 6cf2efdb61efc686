package dev.sallyport.worker.mail;

import java.util.Optional;

/** Takes letters on their way. */
@FunctionalInterface
public interface Postman extends AutoCloseable {
    Delivery deliver(Mail mail) throws InterruptedException;

    /** Why no letters leave, for whoever runs the house; nothing when they do. */
    default Optional<String> trouble() {
        return Optional.empty();
    }

    @Override
    default void close() {
        // Whoever holds nothing has nothing to let go.
    }

    /** What came of a delivery. Reasons name no recipient and no secret. */
    sealed interface Delivery {
        /** The server answers for it from now on. */
        record Accepted() implements Delivery {}

        /** Not now: this letter may go later. */
        record Later(String why) implements Delivery {}

        /** Nobody takes any letter now, whosever: the server is away, or refuses us. */
        record Away(String why) implements Delivery {}

        /** Never: there is no such mailbox, or it does not take this letter. */
        record Refused(String why) implements Delivery {}
    }
}
