package dev.sallyport.storage.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A real Redis of its own, on a free port, that keeps nothing; a test without one on this machine is skipped and says so. */
public final class RedisServer implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final List<String> options;
    private Process process;

    private RedisServer(Path folder, int port, List<String> options) {
        this.folder = folder;
        this.port = port;
        this.options = List.copyOf(options);
    }

    /** Starts one with these further options, such as {@code --cluster-enabled yes}. */
    public static RedisServer start(String... options) throws IOException, InterruptedException {
        return start(freePort(), options);
    }

    static RedisServer start(int port, String... options) throws IOException, InterruptedException {
        Assumptions.assumeTrue(binary().isPresent(), "there is no redis-server on the path of this machine");
        Path folder = Files.createTempDirectory("sallyport-redis");
        var all = new ArrayList<>(List.of("--bind", "127.0.0.1", "--dir", folder.toString()));
        all.addAll(List.of("--save", "", "--appendonly", "no", "--enable-debug-command", "local"));
        all.addAll(List.of(options));
        var server = new RedisServer(folder, port, all);
        server.begin();
        return server;
    }

    /** A sentinel that watches the server under this name. */
    static RedisServer sentinel(String master, int port) throws IOException, InterruptedException {
        Assumptions.assumeTrue(binary().isPresent(), "there is no redis-server on the path of this machine");
        Path folder = Files.createTempDirectory("sallyport-sentinel");
        Path file = folder.resolve("sentinel.conf");
        Files.writeString(file, """
                bind 127.0.0.1
                dir %s
                sentinel monitor %s 127.0.0.1 %d 2
                sentinel down-after-milliseconds %s 500
                sentinel failover-timeout %s 3000
                """.formatted(folder, master, port, master, master));
        var server = new RedisServer(folder, freePort(), List.of("--sentinel"));
        server.begin(file.toString());
        return server;
    }

    private static Optional<Path> binary() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts the process again, with nothing in it. */
    public void begin(String... first) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(binary().orElseThrow().toString()));
        command.addAll(List.of(first));
        command.addAll(List.of("--port", Integer.toString(options.contains("--tls-port") ? 0 : port)));
        command.addAll(options);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        for (int i = 0; i < 100; i++) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return;
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        throw new IllegalStateException("Redis did not start: " + Files.readString(folder.resolve("log")));
    }

    public int port() {
        return port;
    }

    public RedisSettings settings() {
        return settings("redis://127.0.0.1:" + port);
    }

    public static RedisSettings settings(String url) {
        return switch (RedisSettings.parse(url, Optional.empty(), Optional.empty())) {
            case RedisSettings.Parsed.Valid(RedisSettings settings) -> settings;
            case RedisSettings.Parsed.Invalid(String expected) -> throw new IllegalArgumentException(expected);
        };
    }

    /** Says one command and answers the first line of what it says. */
    public String say(String... words) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            var text = new StringBuilder("*" + words.length + "\r\n");
            for (String word : words) {
                text.append("$")
                        .append(word.length())
                        .append("\r\n")
                        .append(word)
                        .append("\r\n");
            }
            socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
            var line = new StringBuilder();
            for (int b = socket.getInputStream().read();
                    b >= 0 && b != '\n';
                    b = socket.getInputStream().read()) {
                line.append((char) b);
            }
            return line.toString().strip();
        }
    }

    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Stops it where it stands, with its connections open. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    @Override
    public void close() throws IOException {
        kill();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // A node of a cluster takes the port 10,000 above it too.
            int port = socket.getLocalPort();
            return port < 55_000 ? port : port - 20_000;
        }
    }
}
