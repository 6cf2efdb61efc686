package dev.sallyport.measure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** The program in a process of its own, on free ports of loopback. */
final class RunningServer implements Measured, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration CLOSING = Duration.ofSeconds(25);

    private final Process process;
    private final Path log;
    private final int port;
    private final int monitor;
    private final long begun;

    private RunningServer(Process process, Path log, int port, int monitor, long begun) {
        this.process = process;
        this.log = log;
        this.port = port;
        this.monitor = monitor;
        this.begun = begun;
    }

    /**
     * Starts the program; it is not yet ready then.
     *
     * @param command the program, and what is to stand before it
     * @param data the folder of its data
     * @param configuration YAML, without the ports
     */
    static RunningServer start(List<String> command, Path data, String configuration, boolean demo) throws IOException {
        int port = freePort();
        int monitor = freePort();
        Path file = Files.writeString(
                data.resolveSibling(data.getFileName() + ".yaml"),
                "host: 127.0.0.1\nlisten: " + port + "\nmonitor: { listen: \"127.0.0.1:" + monitor + "\" }\n"
                        + configuration);
        Path log = data.resolveSibling(data.getFileName() + ".log");
        var words = new ArrayList<>(command);
        words.addAll(List.of("up", "--config", file.toString(), "--data", data.toString()));
        if (demo) {
            words.add("--demo");
        }
        var builder = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SALLYPORT_"));
        long begun = System.nanoTime();
        return new RunningServer(builder.start(), log, port, monitor, begun);
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public int port() {
        return port;
    }

    int monitor() {
        return monitor;
    }

    /** Asks until the answer is a success; how long after the start of the process that was. */
    Duration until(int port, byte[] request) throws IOException, InterruptedException {
        while (true) {
            try (var connection = new Connection(port)) {
                if (connection.ask(request).isGood()) {
                    return Duration.ofNanos(System.nanoTime() - begun);
                }
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw new IOException("the program did not start:\n" + Files.readString(log), notYet);
                }
            }
            Thread.sleep(2);
        }
    }

    Duration untilReady() throws IOException, InterruptedException {
        return until(monitor, Connection.request("GET /health/ready", ""));
    }

    @Override
    public Duration cpu() {
        return cpu(process.toHandle());
    }

    static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** MiB in memory; only Linux tells. */
    OptionalLong resident() throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.exists(status)) {
            return OptionalLong.empty();
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(CLOSING.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
