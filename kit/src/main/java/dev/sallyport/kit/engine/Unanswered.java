package dev.sallyport.kit.engine;

import dev.sallyport.kit.forward.Failure;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** A try that no answer came of, and what is said of it to the client where it was the last. */
record Unanswered(Failure failure, Throwable cause) {
    /** There was no connection. */
    static Unanswered unconnected(Throwable cause) {
        return new Unanswered(
                switch (cause) {
                    case OriginPool.Busy busy -> Failure.BUSY;
                    case ConnectTimeoutException late -> Failure.UNREACHED;
                    default -> Failure.REFUSED;
                },
                cause);
    }

    /**
     * There was a connection, and no head of an answer came over it.
     *
     * @param kept whether the connection had been used before
     */
    static Unanswered silent(Throwable cause, boolean kept) {
        return new Unanswered(
                switch (cause) {
                    case TimeoutException late -> Failure.LATE;
                    case OriginConnection.Declined declined -> Failure.DECLINED;
                    case IOException reset when kept -> Failure.STALE;
                    default -> Failure.BROKEN;
                },
                cause);
    }

    /** The client's own doing. */
    static Unanswered abandoned(Throwable cause) {
        return new Unanswered(Failure.ABANDONED, cause);
    }

    /** What the client sent broke off. */
    static final class BrokenBody extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenBody() {
            super("the request's body broke off");
        }
    }

    Response told() {
        if (cause instanceof RequestBody.TooLarge tooLarge) {
            return Problem.tooLarge(tooLarge.limit()).response();
        }
        if (cause instanceof BrokenBody) {
            return Problem.malformed("The body broke off.").response();
        }
        return switch (failure) {
            case LATE ->
                Problem.of(504, "bad-gateway", "The server behind is too slow", "Try again later.")
                        .response();
            case BUSY ->
                Problem.of(503, "overloaded", "Too busy", "Try again in a moment.")
                        .retryAfter(Duration.ofSeconds(1));
            case REFUSED, UNREACHED, DECLINED, STALE, BROKEN, ABANDONED ->
                Problem.of(502, "bad-gateway", "The server behind does not answer", "Try again later.")
                        .response();
        };
    }
}
