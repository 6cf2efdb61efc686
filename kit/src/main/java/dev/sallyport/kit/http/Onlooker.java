package dev.sallyport.kit.http;

import java.util.Optional;

/**
 * Looks at what an origin answers to a request that is handed on, and may answer in its place. Asked on event loops, so nothing in
 * it may block.
 */
public interface Onlooker {
    /**
     * The head of an answer came, of which nothing has gone out.
     *
     * @param headers those that go further
     */
    Sight saw(int status, Headers headers);

    /** No origin answered: what is given instead, where there is something. */
    Optional<Response> instead();

    /** What becomes of an answer. */
    sealed interface Sight {
        /**
         * It goes out.
         *
         * @param headers in the place of its own
         */
        record Passes(Headers headers) implements Sight {}

        /** It goes out, and its body is wanted besides. */
        record Wanted(Headers headers, Collector collector) implements Sight {}

        /** Another goes out. */
        record Instead(Response response) implements Sight {}
    }

    /** Takes a body that passes by. */
    interface Collector {
        /** The longest body that is wanted, in bytes. */
        int most();

        /** The body, once the last byte has come. */
        void whole(byte[] body);

        /** It is longer than that. */
        void tooLong();
    }
}
