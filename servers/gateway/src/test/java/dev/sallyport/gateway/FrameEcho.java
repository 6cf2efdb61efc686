package dev.sallyport.gateway;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket server that says every short frame again, and closes when it is told so (RFC 6455 §5). */
@SuppressWarnings("StringConcatToTextBlock") // lines of HTTP end with CR LF, which a text block hides
final class FrameEcho implements AutoCloseable {
    private static final int CLOSE = 8;

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    private final List<String> troubles = new CopyOnWriteArrayList<>();

    FrameEcho() throws IOException {
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
            var in = new DataInputStream(taken.getInputStream());
            String head = head(in);
            heads.add(head);
            String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + proof(head) + "\r\n\r\n";
            taken.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            while (echoed(in, taken)) {
                taken.getOutputStream().flush();
            }
        } catch (IOException gone) {
            troubles.add("gone");
        }
    }

    /** Unmasks one frame of up to 125 bytes and sends it back; false after a close. */
    private static boolean echoed(DataInputStream in, Socket taken) throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte() & 0x7f;
        byte[] mask = in.readNBytes(4);
        byte[] frame = new byte[length + 2];
        frame[0] = (byte) first;
        frame[1] = (byte) length;
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < length; i++) {
            frame[i + 2] = (byte) (payload[i] ^ mask[i % 4]);
        }
        taken.getOutputStream().write(frame);
        return (first & 0xf) != CLOSE;
    }

    private static String head(DataInputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    private static String proof(String head) {
        String key = head.replaceAll("(?is).*\r\nsec-websocket-key: (\\S+)\r\n.*", "$1");
        try {
            byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next head that came. */
    String head() throws InterruptedException {
        return String.valueOf(heads.poll(10, TimeUnit.SECONDS));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
