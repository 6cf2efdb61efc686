package dev.sallyport.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A server behind that keeps its connections and writes down every byte it gets, by the plainest reading there is; it answers {@code ok}. */
final class WitnessOrigin implements AutoCloseable {
    /**
     * What arrived.
     *
     * @param head the lines, as they came
     * @param whole whether it came to its end
     */
    record Seen(List<String> head, String body, boolean whole) {}

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> troubles = new LinkedBlockingQueue<>();

    WitnessOrigin() throws IOException {
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
            InputStream in = taken.getInputStream();
            for (List<String> head = lines(in); !head.isEmpty(); head = lines(in)) {
                var body = new StringBuilder();
                boolean whole = body(in, head, body);
                seen.add(new Seen(head, body.toString(), whole));
                if (!whole) {
                    return;
                }
                taken.getOutputStream().write(KeptOrigin.OK.getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException gone) {
            troubles.add("gone");
        }
    }

    /** The lines before an empty one; none where the connection ends. */
    private static List<String> lines(InputStream in) throws IOException {
        var lines = new ArrayList<String>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            lines.add(line);
        }
        return lines;
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            line.append((char) c);
            if (line.length() > 1 && line.charAt(line.length() - 2) == '\r' && c == '\n') {
                return line.substring(0, line.length() - 2);
            }
        }
        return line.toString();
    }

    /** Whether the body came to its end. */
    private static boolean body(InputStream in, List<String> head, StringBuilder into) throws IOException {
        if (field(head, "transfer-encoding").equals("chunked")) {
            for (String size = line(in); !size.isEmpty(); size = line(in)) {
                int bytes = Integer.parseInt(size, 16);
                into.append(text(in.readNBytes(bytes)));
                boolean ended = line(in).isEmpty();
                if (bytes == 0) {
                    return ended;
                }
            }
            return false;
        }
        String length = field(head, "content-length");
        int bytes = length.isEmpty() ? 0 : Integer.parseInt(length);
        into.append(text(in.readNBytes(bytes)));
        return into.length() == bytes;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String field(List<String> head, String name) {
        return head.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }

    /** What arrived since this was asked before. */
    List<Seen> taken() {
        var all = new ArrayList<Seen>();
        seen.drainTo(all);
        return all;
    }

    String authority() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    URI url() {
        return URI.create("http://" + authority());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
