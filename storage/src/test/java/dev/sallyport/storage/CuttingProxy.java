package dev.sallyport.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** A network between a program and its database that a test cuts, at a word that the program says, or at once. */
final class CuttingProxy implements AutoCloseable {
    private final ServerSocket door;
    private final int to;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicReference<Cut> next = new AtomicReference<>();
    private volatile boolean swallowing;

    /**
     * Where to cut.
     *
     * @param word as it stands in a message of the client
     * @param delivered whether the server still gets that message
     */
    private record Cut(String word, boolean delivered) {}

    CuttingProxy(int to) throws IOException {
        this.to = to;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Breaks the next connection that says this, before or after the server has heard it; once. */
    void cutAt(String word, boolean delivered) {
        next.set(new Cut(word, delivered));
    }

    /** Whether the cut that was asked for is still to come. */
    boolean isWaiting() {
        return next.get() != null;
    }

    /** From now on nothing arrives anywhere and nobody is told, as behind a firewall that has forgotten. */
    void swallow() {
        swallowing = true;
    }

    /** What was swallowed stays lost; new connections get through. */
    void heal() {
        swallowing = false;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), to);
                open.add(client);
                open.add(server);
                var deaf = new AtomicBoolean();
                Thread.ofVirtual().start(() -> pass(client, server, true, deaf));
                Thread.ofVirtual().start(() -> pass(server, client, false, deaf));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** @param deaf once the answer of the server shall not arrive any more: the connection ends in its place */
    private void pass(Socket from, Socket to, boolean asking, AtomicBoolean deaf) {
        byte[] buffer = new byte[64 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            boolean lost = false;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                lost |= swallowing;
                if (lost) {
                    continue;
                }
                Cut cut = next.get();
                String said = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
                if (asking && cut != null && said.contains(cut.word()) && next.compareAndSet(cut, null)) {
                    if (!cut.delivered()) {
                        return;
                    }
                    deaf.set(true);
                }
                if (!asking && deaf.get()) {
                    return;
                }
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException gone) {
            // The other side is closed with this one.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
