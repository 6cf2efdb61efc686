package dev.sallyport.kit.engine;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Problem;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Heads that are refused before anybody looks at what they ask (T40). */
final class Framing {
    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    private Framing() {}

    /** What the decoder could not read. */
    static Problem undecodable(HttpServerRequest request) {
        return switch (request.decoderResult().cause()) {
            case TooLongHttpLineException line ->
                Problem.of(414, "too-large", "The address is too long", "Use a shorter path or query.");
            case TooLongHttpHeaderException header ->
                Problem.of(431, "too-large", "The header fields are too large", "Send fewer or shorter header fields.");
            case StrictDecoder.UnknownVersion version ->
                Problem.of(505, "not-implemented", "No such version of HTTP", "Send the request as HTTP/1.1.");
            case null, default -> Problem.malformed("The request's head is not HTTP as it is taken here.");
        };
    }

    @Spec("RFC 9112 §3.2")
    @Spec("RFC 9112 §6.3")
    static Optional<Problem> objection(HttpServerRequest request) {
        MultiMap headers = request.headers();
        List<String> lengths = headers.getAll("content-length");
        List<String> encodings = headers.getAll("transfer-encoding");
        List<String> expected = headers.getAll("expect");
        boolean old = request.version() == HttpVersion.HTTP_1_0;
        int hosts = headers.getAll("host").size();
        if (!METHOD.matcher(request.method().name()).matches()) {
            return malformed("The method is not one of HTTP.");
        }
        if (hosts > 1 || (hosts == 0 && !old)) {
            return malformed("Send the header Host exactly once.");
        }
        if (hosts == 1 && !HostField.isWellFormed(headers.get("host"))) {
            return malformed("Host must be a name or an address, with a port or without.");
        }
        if (lengths.size() > 1
                || lengths.stream().anyMatch(l -> !LENGTH.matcher(l).matches())) {
            return malformed("Content-Length must be one number.");
        }
        if (!encodings.isEmpty()
                && (old
                        || !lengths.isEmpty()
                        || encodings.size() > 1
                        || !encodings.getFirst().equalsIgnoreCase("chunked"))) {
            return malformed("Transfer-Encoding must be chunked, once, and without Content-Length.");
        }
        if (!expected.isEmpty() && !isContinue(expected)) {
            return Optional.of(Problem.of(417, "malformed-request", "That is not expected here", "Leave Expect out."));
        }
        return WebSocketUpgrade.objection(request);
    }

    static boolean isContinue(List<String> expected) {
        return expected.size() == 1 && expected.getFirst().equalsIgnoreCase("100-continue");
    }

    private static Optional<Problem> malformed(String detail) {
        return Optional.of(Problem.malformed(detail));
    }
}
