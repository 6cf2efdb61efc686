package dev.sallyport.gateway;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server behind the gateway as a program of its own, so that it can be killed: any request is answered with its method, the length
 * of its body and this process's name; {@code /events} are events without end; a WebSocket says every frame again with the name. SIGTERM
 * makes {@code /health} say 503 at once; what comes is served for a second more, then long ones are ended as their protocol says.
 */
@SuppressWarnings("StringConcatToTextBlock") // lines of HTTP end with CR LF, which a text block hides
final class UpstreamProgram {
    private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 3, (byte) 0xe9};

    private final String name;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Thread> answering = ConcurrentHashMap.newKeySet();
    private volatile boolean leaving;
    private volatile boolean left;

    private UpstreamProgram(String name, int port) throws IOException {
        this.name = name;
        this.server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
    }

    /** @param arguments the name, and the port */
    public static void main(String[] arguments) throws IOException {
        var program = new UpstreamProgram(arguments[0], Integer.parseInt(arguments[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(program::leave));
        System.out.println("ready");
        program.accept();
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            Socket taken = server.accept();
            Thread.ofVirtual().start(() -> serve(taken));
        }
    }

    private void leave() {
        leaving = true;
        try {
            Thread.sleep(1_000);
            left = true;
            sockets.forEach(UpstreamProgram::goAway);
            for (Thread busy : answering) {
                busy.join(2_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void goAway(Socket socket) {
        try {
            synchronized (socket) {
                socket.getOutputStream().write(GOING_AWAY);
            }
        } catch (IOException gone) {
            System.out.println("gone already: " + gone);
        }
    }

    private void serve(Socket taken) {
        try (taken) {
            taken.setTcpNoDelay(true);
            var in = new DataInputStream(new BufferedInputStream(taken.getInputStream()));
            while (one(in, taken)) {
                taken.getOutputStream().flush();
            }
        } catch (IOException gone) {
            System.out.println("gone: " + gone);
        } finally {
            sockets.remove(taken);
        }
    }

    /** One request; whether another may follow. */
    private boolean one(DataInputStream in, Socket taken) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return false;
        }
        answering.add(Thread.currentThread());
        try {
            var fields = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            for (String field = line(in); !field.isEmpty(); field = line(in)) {
                int colon = field.indexOf(':');
                fields.put(field.substring(0, colon), field.substring(colon + 1).strip());
            }
            String[] parts = first.split(" ");
            OutputStream out = taken.getOutputStream();
            if (fields.containsKey("sec-websocket-key")) {
                switches(in, taken, fields.get("sec-websocket-key"));
                return false;
            }
            if (parts[1].equals("/events")) {
                events(out);
                return false;
            }
            int length = Integer.parseInt(fields.getOrDefault("content-length", "0"));
            in.readNBytes(length);
            boolean sick = parts[1].equals("/health") && leaving;
            String body = parts[0] + length + " " + name;
            out.write(("HTTP/1.1 " + (sick ? "503 Leaving" : "200 OK") + "\r\nContent-Length: " + body.length()
                            + "\r\n\r\n" + (parts[0].equals("HEAD") ? "" : body))
                    .getBytes(StandardCharsets.US_ASCII));
            return true;
        } finally {
            answering.remove(Thread.currentThread());
        }
    }

    private static String line(DataInputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private void events(OutputStream out) throws IOException {
        out.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        while (!left) {
            String event = "data: " + name + "\n\n";
            out.write((Integer.toHexString(event.length()) + "\r\n" + event + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private void switches(DataInputStream in, Socket taken, String key) throws IOException {
        taken.getOutputStream()
                .write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: " + proof(key) + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        answering.remove(Thread.currentThread());
        sockets.add(taken);
        while (true) {
            int kind = in.readUnsignedByte();
            byte[] payload = new byte[in.readUnsignedByte() & 0x7f];
            byte[] mask = in.readNBytes(4);
            in.readFully(payload);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % 4];
            }
            if (kind == 0x88) {
                return;
            }
            byte[] said =
                    (name + " " + new String(payload, StandardCharsets.US_ASCII)).getBytes(StandardCharsets.US_ASCII);
            synchronized (taken) {
                taken.getOutputStream().write(new byte[] {(byte) 0x81, (byte) said.length});
                taken.getOutputStream().write(said);
            }
        }
    }

    private static String proof(String key) {
        try {
            byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
