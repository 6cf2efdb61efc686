package dev.sallyport.worker.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server that answers as the test tells it to: by the first word of a line, or by the whole line. */
final class ScriptedSmtp implements AutoCloseable {
    /** In the place of an answer: none comes. */
    static final String SILENCE = "(silence)";

    /** In the place of an answer: the connection ends. */
    static final String HANG_UP = "(hang up)";

    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<String> letters = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Optional<SSLContext> tls;
    private final ServerSocket listening;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    ScriptedSmtp(Optional<SSLContext> tls) throws IOException {
        this.tls = tls;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        answers.putAll(Map.of(
                "CONNECT", "220 ready",
                "EHLO", "250 8BITMIME",
                "MAIL", "250 ok",
                "RCPT", "250 ok",
                "DATA", "354 go on",
                ".", "250 taken",
                "AUTH", "235 welcome",
                "QUIT", "221 bye",
                "RSET", "250 ok",
                "NOOP", "250 ok"));
        answers.put("STARTTLS", tls.isPresent() ? "220 go on" : "502 no");
        threads.execute(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** To {@code what}, a word or a whole line, it says {@code answer} from now on. */
    ScriptedSmtp says(String what, String answer) {
        answers.put(what, answer);
        return this;
    }

    /** Ends every connection, as servers do with those that rest. */
    void hangUp() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                connections.incrementAndGet();
                threads.execute(() -> converse(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            if (speak(socket, answers.get("CONNECT"))) {
                listen(socket);
            }
        } catch (IOException gone) {
            open.remove(socket);
        }
    }

    private void listen(Socket socket) throws IOException {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            lines.add(line);
            String word = line.split("[ :]", 2)[0];
            String answer = answers.getOrDefault(line, answers.getOrDefault(word, "502 unknown"));
            if (!speak(socket, answer)) {
                return;
            }
            if (word.equals("DATA") && answer.startsWith("354")) {
                letters.add(letter(in));
                if (!speak(socket, answers.get("."))) {
                    return;
                }
            }
            if (word.equals("STARTTLS") && answer.startsWith("220")) {
                var encrypted = (SSLSocket)
                        tls.orElseThrow().getSocketFactory().createSocket(socket, null, socket.getPort(), false);
                encrypted.setUseClientMode(false);
                encrypted.startHandshake();
                lines.add("(encrypted)");
                listen(encrypted);
                return;
            }
        }
    }

    private static String letter(BufferedReader in) throws IOException {
        var letter = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            letter.append(line).append("\r\n");
        }
        return letter.toString();
    }

    private static boolean speak(Socket socket, String answer) throws IOException {
        if (answer.equals(HANG_UP)) {
            socket.close();
            return false;
        }
        if (!answer.equals(SILENCE)) {
            OutputStream out = socket.getOutputStream();
            out.write((answer + "\r\n").getBytes(UTF_8));
            out.flush();
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        hangUp();
        threads.shutdownNow();
    }
}
