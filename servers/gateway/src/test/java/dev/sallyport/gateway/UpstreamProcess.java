package dev.sallyport.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** An {@link UpstreamProgram} as a process, which may be killed and started again at its place. */
final class UpstreamProcess implements AutoCloseable {
    private final String name;
    private final int port;
    private final Queue<String> words = new ConcurrentLinkedQueue<>();
    private Process process;

    private UpstreamProcess(String name, int port) {
        this.name = name;
        this.port = port;
    }

    static UpstreamProcess start(String name) throws IOException {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var upstream = new UpstreamProcess(name, port);
        upstream.begin();
        return upstream;
    }

    /** Starts it (again), and waits until it listens. */
    void begin() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        UpstreamProgram.class.getName(),
                        name,
                        Integer.toString(port))
                .redirectErrorStream(true)
                .start();
        var said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String first = said.readLine();
        if (!"ready".equals(first)) {
            throw new IllegalStateException(name + " did not start: " + first);
        }
        // What nobody reads would stop it in the end.
        Thread.ofVirtual().start(() -> said.lines().forEach(words::add));
    }

    /** SIGKILL: it neither answers nor closes anything itself. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, and time to finish. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException(name + " did not stop: " + words);
        }
    }

    String name() {
        return name;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
