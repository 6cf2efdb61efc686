package dev.sallyport.kit.engine;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.WebSocketHandshake;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The one upgrade that is made here: both halves of the opening handshake of a WebSocket. All others are ignored. */
final class WebSocketUpgrade {
    private static final String NAME = "websocket";
    private static final String UPGRADE = "upgrade";

    /** What a server appends to the key to show that it means the same protocol. */
    private static final String PROOF = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /** Our half of the handshake with an origin, which gets the client's key with the other fields. */
    static final Headers OFFER = Headers.of("connection", UPGRADE, UPGRADE, NAME);

    private WebSocketUpgrade() {}

    /** Whether the connection would become a WebSocket; what else is said of that must then be right. */
    @Spec("RFC 9110 §7.8")
    static boolean isAsked(HttpRequest request) {
        return request.headers().contains(UPGRADE)
                && isWebSocket(request.headers())
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && request.method().equals(HttpMethod.GET);
    }

    private static boolean isWebSocket(HttpHeaders headers) {
        List<String> upgrades = headers.getAll(UPGRADE);
        return upgrades.size() == 1
                && upgrades.getFirst().strip().equalsIgnoreCase(NAME)
                && HopByHop.has(headers.getAll("connection"), UPGRADE);
    }

    /** What is wrong with the client's half, where it asks at all. */
    @Spec("RFC 6455 §4.4")
    static Optional<Problem> objection(HttpRequest request) {
        HttpHeaders headers = request.headers();
        if (!isAsked(request)) {
            return Optional.empty();
        }
        if (!WebSocketHandshake.isVersion(headers.getAll("sec-websocket-version"))) {
            return Optional.of(Problem.of(
                    426,
                    "malformed-request",
                    "Another version of WebSocket",
                    "This door speaks version " + WebSocketHandshake.VERSION + "."));
        }
        boolean bodiless = !headers.contains("content-length") && !headers.contains("transfer-encoding");
        return bodiless && WebSocketHandshake.isKey(headers.getAll("sec-websocket-key"))
                ? Optional.empty()
                : Optional.of(Problem.malformed("A WebSocket begins with one Sec-WebSocket-Key and without a body."));
    }

    /**
     * Whether the origin's 101 is the other half: what follows it would be read by the client as a WebSocket, and must be one
     * to the origin as well (T40).
     */
    @Spec("RFC 6455 §4.1")
    static boolean isAccepted(HttpRequest request, HttpResponse in) {
        return isWebSocket(in.headers())
                && in.headers()
                        .getAll("sec-websocket-accept")
                        .equals(List.of(proof(request.headers().get("sec-websocket-key"))));
    }

    private static String proof(String key) {
        try {
            byte[] text = (key + PROOF).getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every platform has SHA-1", e);
        }
    }
}
