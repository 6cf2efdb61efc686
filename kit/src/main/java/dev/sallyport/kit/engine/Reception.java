package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.TargetPath;
import dev.sallyport.kit.http.WebSocketHandshake;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Map;
import java.util.Optional;

/** What the decoder read, looked at before anybody is asked to handle it. */
record Reception(Listener listener, Connection connection) {
    /** What becomes of a head. */
    sealed interface Received {
        /** A request, still without its body. */
        record Taken(Request request) implements Received {}

        /** It is answered so, and nothing more is read: it may be the tail of something else (T40). */
        record Refused(Response answer) implements Received {}
    }

    Received receive(HttpRequest head) {
        if (head.decoderResult().isFailure()) {
            return refused(Framing.undecodable(head));
        }
        Optional<Problem> framing = Framing.objection(head);
        if (framing.isPresent()) {
            return refused(framing.get());
        }
        if (listener.isFull()) {
            Problem busy = Problem.of(503, "overloaded", "Too busy", "Try again in a moment.");
            return new Received.Refused(listener.dressed(busy).header("retry-after", "1"));
        }
        return switch (TargetPath.parse(head.uri())) {
            case TargetPath.Good(var path, var query) -> taken(head, path, query);
            case TargetPath.Asterisk asterisk -> refused(Problem.notFound());
            case TargetPath.Refused(var reason) -> refused(Problem.malformed(reason));
        };
    }

    Received.Refused refused(Problem problem) {
        Response answer = listener.dressed(problem);
        return new Received.Refused(
                problem.status() == 426
                        ? answer.header("upgrade", "websocket")
                                .header("sec-websocket-version", WebSocketHandshake.VERSION)
                        : answer);
    }

    private Received taken(HttpRequest head, String path, String query) {
        Headers headers;
        try {
            headers = headers(head);
        } catch (IllegalArgumentException control) {
            return refused(Problem.malformed("A header field has a character that is not allowed there."));
        }
        return new Received.Taken(new Request(
                head.method().name(),
                path,
                query,
                headers,
                RequestBody.EMPTY,
                connection.peer(),
                connection.isSecure(),
                listener.newId(),
                Map.of(),
                connection.certificate()));
    }

    /** Without those that the codec of HTTP/2 writes beside the client's own. */
    private Headers headers(HttpRequest head) {
        Headers all = Headers.copyOf(head.headers());
        return connection.isShared() ? all.without(name -> name.startsWith("x-http2-")) : all;
    }
}
