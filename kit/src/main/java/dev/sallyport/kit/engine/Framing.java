package dev.sallyport.kit.engine;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Problem;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Heads that are refused before anybody looks at what they ask (T40). */
final class Framing {
    private static final int LONGEST_METHOD = 20;
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    private Framing() {}

    /** What the decoder could not read. */
    static Problem undecodable(HttpRequest request) {
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
    static Optional<Problem> objection(HttpRequest request) {
        HttpHeaders headers = request.headers();
        boolean old = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        if (!isMethod(request.method().name())) {
            return malformed("The method is not one of HTTP.");
        }
        List<String> hosts = headers.getAll("host");
        if (hosts.size() > 1 || (hosts.isEmpty() && !old)) {
            return malformed("Send the header Host exactly once.");
        }
        if (!hosts.isEmpty() && !HostField.isWellFormed(hosts.getFirst())) {
            return malformed("Host must be a name or an address, with a port or without.");
        }
        List<String> lengths = all(headers, "content-length");
        if (lengths.size() > 1
                || lengths.stream().anyMatch(l -> !LENGTH.matcher(l).matches())) {
            return malformed("Content-Length must be one number.");
        }
        List<String> encodings = all(headers, "transfer-encoding");
        if (!encodings.isEmpty()
                && (old
                        || !lengths.isEmpty()
                        || encodings.size() > 1
                        || !encodings.getFirst().equalsIgnoreCase("chunked"))) {
            return malformed("Transfer-Encoding must be chunked, once, and without Content-Length.");
        }
        List<String> expected = all(headers, "expect");
        if (!expected.isEmpty() && !isContinue(expected)) {
            return Optional.of(Problem.of(417, "malformed-request", "That is not expected here", "Leave Expect out."));
        }
        return WebSocketUpgrade.objection(request);
    }

    private static List<String> all(HttpHeaders headers, String name) {
        return headers.contains(name) ? headers.getAll(name) : List.of();
    }

    private static boolean isMethod(String method) {
        return !method.isEmpty()
                && method.length() <= LONGEST_METHOD
                && method.chars().allMatch(c -> c >= 'A' && c <= 'Z');
    }

    static boolean isContinue(List<String> expected) {
        return expected.size() == 1 && expected.getFirst().equalsIgnoreCase("100-continue");
    }

    private static Optional<Problem> malformed(String detail) {
        return Optional.of(Problem.malformed(detail));
    }
}
