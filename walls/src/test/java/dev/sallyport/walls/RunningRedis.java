package dev.sallyport.walls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A real Redis as a process of its own that keeps nothing; without the program the test is skipped and says so. */
final class RunningRedis implements AutoCloseable {
    private final Path folder;
    private final int port;
    private Process process;

    private RunningRedis(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    static RunningRedis start(Path folder) throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                RunningProxy.program("redis-server").isPresent(), "there is no redis-server on this machine");
        var redis = new RunningRedis(folder, freePort());
        redis.begin();
        return redis;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Starts it again, empty. */
    void begin() throws IOException, InterruptedException {
        process = new ProcessBuilder(
                        RunningProxy.program("redis-server").orElseThrow().toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--dir",
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis.log").toFile())
                .start();
        for (int i = 0; i < 100; i++) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return;
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        throw new IllegalStateException("Redis did not start");
    }

    /** As an administrator sets it while it runs; what has blanks in it stands in quotes. */
    void configure(String key, String value) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(("CONFIG SET " + key + " " + value + "\r\n").getBytes(UTF_8));
            byte[] said = socket.getInputStream().readNBytes(3);
            if (!new String(said, UTF_8).equals("+OK")) {
                throw new IllegalStateException("Redis does not let " + key + " be set");
            }
        }
    }

    int port() {
        return port;
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
