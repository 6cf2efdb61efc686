package dev.sallyport.kit.fetch;

import java.time.Duration;

/** What came of a fetch. */
public sealed interface Fetched {
    /**
     * What the other server sent, as it was sent: nothing is decompressed.
     *
     * @param mediaType in lower case and without parameters; empty where none was given
     * @param cacheFor how long its sender lets it be kept (RFC 9111 §5.2.2.1)
     */
    record Got(byte[] body, String mediaType, Duration cacheFor) implements Fetched {
        @Override
        public String toString() {
            return "Got[" + body.length + " bytes of " + mediaType + "]";
        }
    }

    /** @param reason for the operator's log and never for whoever named the address, who could map our network by it */
    record Refused(String reason) implements Fetched {}
}
