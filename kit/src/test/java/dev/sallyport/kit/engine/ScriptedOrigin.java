package dev.sallyport.kit.engine;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server behind that reads heads and does with the connection what a test says. */
@SuppressWarnings("StringConcatToTextBlock") // lines of HTTP end with CR LF, which a text block hides
final class ScriptedOrigin implements AutoCloseable {
    /** The key of RFC 6455 §1.3, and the proof that belongs to it. */
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    static final String SWITCHES = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: chat\r\n\r\n";

    /** What becomes of a connection, whose head has been read. */
    interface Script {
        void serve(Socket socket) throws IOException;
    }

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    ScriptedOrigin(Script script) throws IOException {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket taken = socket.accept();
                    Thread.ofVirtual().start(() -> serve(taken, script));
                }
            } catch (IOException closed) {
                heads.add("closed");
            }
        });
    }

    /** Switches, says {@code hello}, and then says everything again that it hears. */
    static ScriptedOrigin echoing() throws IOException {
        return new ScriptedOrigin(socket -> {
            write(socket, SWITCHES + "hello");
            socket.getInputStream().transferTo(socket.getOutputStream());
        });
    }

    static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private void serve(Socket taken, Script script) {
        try (taken) {
            heads.add(head(taken.getInputStream()));
            script.serve(taken);
            ends.add("ended");
        } catch (IOException reset) {
            ends.add("reset");
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                return head.toString();
            }
            head.append((char) c);
        }
        return head.toString();
    }

    /** The next head that came. */
    String head() throws InterruptedException {
        return String.valueOf(heads.poll(10, TimeUnit.SECONDS));
    }

    /** How the next connection ended that did. */
    String end() throws InterruptedException {
        return String.valueOf(ends.poll(10, TimeUnit.SECONDS));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
