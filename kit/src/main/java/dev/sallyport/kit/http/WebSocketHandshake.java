package dev.sallyport.kit.http;

import dev.sallyport.domain.Spec;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a request says that would become a WebSocket. {@code Connection} and {@code Upgrade} speak of one connection only and
 * are the engine's; what is looked at here travels with the request.
 */
public final class WebSocketHandshake {
    /** The version that is spoken here. */
    public static final String VERSION = "13";

    /** 16 bytes in Base64. */
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{21}[AQgw]==");

    private WebSocketHandshake() {}

    /** Whether the request could be the client's half of a handshake. */
    @Spec("RFC 6455 §4.2.1")
    public static boolean isAsked(Request request) {
        return request.method().equals("GET")
                && isVersion(request.headers().all("sec-websocket-version"))
                && isKey(request.headers().all("sec-websocket-key"));
    }

    /** Whether these values of {@code Sec-WebSocket-Version} are the one that is spoken here. */
    public static boolean isVersion(List<String> values) {
        return values.equals(List.of(VERSION));
    }

    /** Whether these values of {@code Sec-WebSocket-Key} are one key. */
    public static boolean isKey(List<String> values) {
        return values.size() == 1 && KEY.matcher(values.getFirst()).matches();
    }
}
