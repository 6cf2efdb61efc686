package dev.sallyport.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server behind that keeps its connections and answers each request as a test says. */
final class KeptOrigin implements AutoCloseable {
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /** What is answered; nothing where the connection closes instead. */
    interface Script {
        /** @param number how many requests came over this connection before */
        String answer(int number, String head);
    }

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private final Script script;

    KeptOrigin(Script script) throws IOException {
        this.script = script;
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket taken = socket.accept();
                    Thread.ofVirtual().start(() -> serve(taken));
                }
            } catch (IOException closed) {
                troubles.add("closed");
            }
        });
    }

    private void serve(Socket taken) {
        try (taken) {
            for (int number = 0; ; number++) {
                String head = head(taken.getInputStream());
                if (head.isEmpty()) {
                    return;
                }
                heads.add(head);
                String answer = script.answer(number, head);
                if (answer.isEmpty()) {
                    return;
                }
                taken.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException gone) {
            troubles.add("gone");
        }
    }

    /** The next head; its body is read and forgotten. */
    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                return "";
            }
            head.append((char) c);
        }
        String text = head.toString().toLowerCase(Locale.ROOT);
        int at = text.indexOf("content-length: ");
        if (at >= 0) {
            in.readNBytes(Integer.parseInt(text.substring(at + 16, text.indexOf('\r', at))));
        }
        return head.toString();
    }

    int asked() {
        return heads.size();
    }

    /** The last head that came, in lower case. */
    String last() {
        return heads.getLast().toLowerCase(Locale.ROOT);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
