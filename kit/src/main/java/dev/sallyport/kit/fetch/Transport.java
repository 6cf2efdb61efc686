package dev.sallyport.kit.fetch;

import dev.sallyport.kit.http.Headers;
import java.net.InetAddress;

/** Carries one request to exactly the address it is given, over a connection of its own. */
@FunctionalInterface
public interface Transport {
    /** Waits for the whole answer, within the limits. Follows no redirect and decompresses nothing. */
    Reply send(Outgoing request, InetAddress address, FetchLimits limits);

    /** A request; an empty body is none. */
    record Outgoing(String method, FetchTarget target, Headers headers, byte[] body) {
        @Override
        public String toString() {
            return "Outgoing[" + method + " " + target.host() + "]";
        }
    }

    /** What came back. */
    sealed interface Reply {
        record Answer(int status, Headers headers, byte[] body) implements Reply {
            @Override
            public String toString() {
                return "Answer[" + status + "]";
            }
        }

        /** No connection came about: another address of the same name may be tried. */
        record Unreachable(String reason) implements Reply {}

        record TooLarge() implements Reply {}

        record TooSlow() implements Reply {}

        /** The answer broke off or is no HTTP. */
        record Broken(String reason) implements Reply {}
    }
}
