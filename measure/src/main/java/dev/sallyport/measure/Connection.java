package dev.sallyport.measure;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** A keep-alive connection that sends prepared requests and reads whole answers, so that the load costs little beside the server. */
final class Connection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String LENGTH = "\r\ncontent-length:";

    private final Socket socket;
    private byte[] buffer = new byte[16 * 1024];

    /** Whether what is said is encrypted. */
    enum Kind {
        PLAIN,
        TLS
    }

    Connection(int port) throws IOException {
        this(port, Kind.PLAIN);
    }

    Connection(int port, Kind kind) throws IOException {
        socket = switch (kind) {
            case PLAIN -> new Socket();
            case TLS -> Certificate.trusting().getSocketFactory().createSocket();
        };
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
    }

    /** A request in the bytes of HTTP/1.1; a form where there is one, otherwise without a body. */
    static byte[] request(String line, String form, String... headers) {
        var text = new StringBuilder(line).append(" HTTP/1.1\r\nhost: localhost\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        if (!form.isEmpty()) {
            text.append("content-type: ")
                    .append(form.startsWith("{") ? "application/json" : "application/x-www-form-urlencoded")
                    .append("\r\ncontent-length: ")
                    .append(form.length())
                    .append("\r\n");
        }
        return text.append("\r\n").append(form).toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends a request and waits for its answer. */
    Answer ask(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        InputStream in = socket.getInputStream();
        int held = 0;
        int head = -1;
        while (head < 0) {
            held = read(in, held);
            head = indexOfEnd(held);
        }
        String headers = new String(buffer, 0, head, StandardCharsets.US_ASCII);
        int status = Integer.parseInt(headers.substring(9, 12));
        int whole = head + END.length + length(headers);
        while (held < whole) {
            held = read(in, held);
        }
        return new Answer(
                status,
                headers,
                new String(buffer, head + END.length, whole - head - END.length, StandardCharsets.UTF_8));
    }

    private int read(InputStream in, int held) throws IOException {
        if (held == buffer.length) {
            buffer = Arrays.copyOf(buffer, held * 2);
        }
        int more = in.read(buffer, held, buffer.length - held);
        if (more < 0) {
            throw new IOException("the server closed the connection");
        }
        return held + more;
    }

    private int indexOfEnd(int held) {
        for (int i = 0; i + END.length <= held; i++) {
            if (Arrays.equals(buffer, i, i + END.length, END, 0, END.length)) {
                return i;
            }
        }
        return -1;
    }

    private static int length(String headers) {
        int at = headers.toLowerCase(Locale.ROOT).indexOf(LENGTH);
        if (at < 0) {
            return 0;
        }
        int end = headers.indexOf('\r', at + 2);
        return Integer.parseInt(headers.substring(at + LENGTH.length(), end < 0 ? headers.length() : end)
                .strip());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
