package dev.sallyport.walls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One request as its bytes, and what came back. */
final class Probe {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Probe() {}

    /**
     * What came back.
     *
     * @param status 0 where the connection was closed without a word
     * @param headers values by name in lower case
     */
    record Answer(int status, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return String.join(", ", headers.getOrDefault(name, List.of()));
        }

        boolean isProblem() {
            return header("content-type").equals("application/problem+json");
        }

        JsonNode json() {
            return JSON.readTree(body);
        }

        /** The type of a problem, or nothing. */
        String problem() {
            return isProblem() && !body.isEmpty() ? json().path("type").asString("") : "";
        }
    }

    /** Sends the bytes from an address of this machine, and reads until the other side closes or has nothing more to say. */
    static Answer send(int port, String from, String bytes) throws IOException {
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return read(socket);
        }
    }

    private static Answer read(Socket socket) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try {
            for (int b = socket.getInputStream().read();
                    b >= 0;
                    b = socket.getInputStream().read()) {
                bytes.write(b);
                if (isWhole(bytes)) {
                    break;
                }
            }
        } catch (SocketTimeoutException nothingMore) {
            return answer(bytes.toString(StandardCharsets.ISO_8859_1));
        }
        return answer(bytes.toString(StandardCharsets.ISO_8859_1));
    }

    private static boolean isWhole(ByteArrayOutputStream bytes) {
        String text = bytes.toString(StandardCharsets.ISO_8859_1);
        if (text.endsWith("\r\n0\r\n\r\n")) {
            return true;
        }
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        String length = answer(text).header("content-length");
        return text.startsWith("HTTP/1.1 204")
                || (!length.isEmpty() && text.length() >= end + 4 + Integer.parseInt(length));
    }

    private static Answer answer(String text) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Answer(0, Map.of(), text);
        }
        String[] head = text.substring(0, end).split("\r\n");
        var headers = new TreeMap<String, List<String>>();
        for (int i = 1; i < head.length; i++) {
            int colon = head[i].indexOf(':');
            headers.computeIfAbsent(head[i].substring(0, colon).toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                    .add(head[i].substring(colon + 1).strip());
        }
        String body = text.substring(end + 4);
        boolean chunked = headers.getOrDefault("transfer-encoding", List.of()).contains("chunked");
        return new Answer(Integer.parseInt(head[0].split(" ")[1]), headers, chunked ? joined(body) : body);
    }

    /** The chunks of a body without their sizes. */
    private static String joined(String body) {
        var whole = new StringBuilder();
        int at = 0;
        while (at < body.length()) {
            int line = body.indexOf("\r\n", at);
            int size = line < 0
                    ? 0
                    : Integer.parseInt(body.substring(at, line).split(";")[0].strip(), 16);
            if (size == 0) {
                break;
            }
            whole.append(body, line + 2, Math.min(body.length(), line + 2 + size));
            at = line + 2 + size + 2;
        }
        return whole.toString();
    }
}
