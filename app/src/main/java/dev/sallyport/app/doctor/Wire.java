package dev.sallyport.app.doctor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A connection for requests that no well-behaved client would send. */
final class Wire {
    private static final int LONGEST = 64 * 1024;
    private static final Pattern STATUS = Pattern.compile("\\AHTTP/1\\.[01] (\\d{3})");
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length:[ \\t]*(\\d{1,9})[ \\t]*\\r?$");

    private final String host;
    private final int port;
    private final boolean secure;
    private final Duration timeout;

    Wire(URI origin, Duration timeout) {
        this.host = origin.getHost();
        this.secure = origin.getScheme().equals("https");
        this.port = origin.getPort() > 0 ? origin.getPort() : secure ? 443 : 80;
        this.timeout = timeout;
    }

    /** Writes the text as it is and reads one answer. Throws where no connection comes about. */
    RawAnswer exchange(String text) throws IOException {
        try (Socket socket = open()) {
            try {
                socket.getOutputStream().write(text.getBytes(ISO_8859_1));
                socket.getOutputStream().flush();
                return read(socket.getInputStream());
            } catch (SocketTimeoutException e) {
                return new RawAnswer.Silent();
            } catch (SocketException e) {
                return new RawAnswer.Closed();
            }
        }
    }

    private Socket open() throws IOException {
        int patience = Math.toIntExact(timeout.toMillis());
        var plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(bare(host), port), patience);
            plain.setSoTimeout(patience);
            return secure ? wrapped(plain, AnyCertificate.context()) : plain;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private SSLSocket wrapped(Socket plain, SSLContext context) throws IOException {
        var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
        socket.startHandshake();
        return socket;
    }

    /** An IPv6 literal without its brackets. */
    static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** As long as bytes come, and no longer than twice the time that one may take. */
    private RawAnswer read(InputStream in) throws IOException {
        var all = new ByteArrayOutputStream();
        byte[] piece = new byte[8_192];
        long end = System.nanoTime() + 2 * timeout.toNanos();
        try {
            while (all.size() < LONGEST && System.nanoTime() < end && !isWhole(all.toString(ISO_8859_1))) {
                int count = in.read(piece);
                if (count < 0) {
                    break;
                }
                all.write(piece, 0, count);
            }
        } catch (SocketTimeoutException | SocketException e) {
            if (all.size() == 0) {
                throw e;
            }
        }
        String text = all.toString(ISO_8859_1);
        var status = STATUS.matcher(text);
        return status.find() ? new RawAnswer.Answered(Integer.parseInt(status.group(1)), text) : new RawAnswer.Closed();
    }

    /** Whether the head and as much of a body as it announces are there. */
    private static boolean isWhole(String text) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        var length = LENGTH.matcher(text.substring(0, end));
        return length.find() && text.length() - end - 4 >= Integer.parseInt(length.group(1));
    }
}
