package dev.sallyport.kit.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly the bytes it is told to. */
final class RawSocket implements AutoCloseable {
    private final Socket socket;

    RawSocket(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
    }

    RawSocket send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** Everything until the server closes. */
    String untilClosed() throws IOException {
        var text = new StringBuilder();
        try {
            for (int c = socket.getInputStream().read();
                    c >= 0;
                    c = socket.getInputStream().read()) {
                text.append((char) c);
            }
        } catch (SocketException reset) {
            // A server that closes before it has read everything resets the connection; what came before stands.
            return text.toString();
        }
        return text.toString();
    }

    /** The next head, with its empty line. */
    String head() throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int c = socket.getInputStream().read();
            if (c < 0) {
                return text.toString();
            }
            text.append((char) c);
        }
        return text.toString();
    }

    /** As many bytes, or fewer where the server closes. */
    String bytes(int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), StandardCharsets.ISO_8859_1);
    }

    /** The head and a body as long as it declares. */
    String answer() throws IOException {
        var text = new StringBuilder(head());
        int at = text.toString().toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
        if (at >= 0) {
            int length = Integer.parseInt(text.substring(at + 16, text.indexOf("\r\n", at)));
            text.append(new String(socket.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
