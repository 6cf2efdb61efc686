package dev.sallyport.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A server behind that answers every head with the same bytes, whatever they are, and then closes; a silent one where they are empty. */
final class RawOrigin implements AutoCloseable {
    private final ServerSocket socket;
    private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();

    RawOrigin(String answer) throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket taken = socket.accept();
                    Thread.ofVirtual().start(() -> answer(taken, answer));
                }
            } catch (IOException closed) {
                heads.add("closed");
            }
        });
    }

    private void answer(Socket taken, String answer) {
        try (taken) {
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int c = taken.getInputStream().read();
                if (c < 0) {
                    return;
                }
                head.append((char) c);
            }
            heads.add(head.toString());
            taken.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            if (answer.isEmpty()) {
                taken.getInputStream().readAllBytes();
            }
        } catch (IOException gone) {
            heads.add("gone");
        }
    }

    /** The next head that arrived. */
    String head() throws InterruptedException {
        return heads.take();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
