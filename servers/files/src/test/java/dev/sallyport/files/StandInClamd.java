package dev.sallyport.files;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Speaks clamd's INSTREAM as its manual says: chunks with their length before them, an empty one at the end, one answer. */
final class StandInClamd implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Optional<String> answer;
    private final List<Long> seen = new CopyOnWriteArrayList<>();

    /** One that knows the EICAR test file. */
    StandInClamd() throws IOException {
        this(Optional.empty());
    }

    /** One that always says the same. */
    StandInClamd(String answer) throws IOException {
        this(Optional.of(answer));
    }

    private StandInClamd(Optional<String> answer) throws IOException {
        this.answer = answer;
        Thread.ofVirtual().start(this::serve);
    }

    URI url() {
        return URI.create("clamd://127.0.0.1:" + socket.getLocalPort());
    }

    /** How long each content was. */
    List<Long> seen() {
        return List.copyOf(seen);
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                answer(client);
            } catch (IOException closed) {
                assert socket.isClosed() : closed;
            }
        }
    }

    private void answer(Socket client) throws IOException {
        var in = new DataInputStream(client.getInputStream());
        byte[] command = in.readNBytes("zINSTREAM\0".length());
        if (!new String(command, StandardCharsets.US_ASCII).equals("zINSTREAM\0")) {
            throw new IOException("another command");
        }
        var content = new ByteArrayOutputStream();
        for (int length = in.readInt(); length != 0; length = in.readInt()) {
            content.write(in.readNBytes(length));
        }
        seen.add((long) content.size());
        boolean found = content.toString(StandardCharsets.ISO_8859_1).contains("EICAR-STANDARD-ANTIVIRUS-TEST-FILE");
        String said = answer.orElse(found ? "stream: Eicar-Test-Signature FOUND" : "stream: OK");
        client.getOutputStream().write((said + "\0").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
