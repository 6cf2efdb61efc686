package dev.sallyport.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A small S3 server of npm with the bucket {@code files}, as a process of its own that can go down and come back. */
public final class S3Program implements AutoCloseable {
    /** The one access key that it knows, and the secret of that key. */
    public static final String KEY = "S3RVER";

    private final Path program;
    private final Path data;
    private final int port;
    private Process process;

    private S3Program(Path program, Path data, int port) {
        this.program = program;
        this.data = data;
        this.port = port;
    }

    /** What came of a start. */
    public sealed interface Start {
        record Running(S3Program server) implements Start {}

        /** Node.js or the package is not here, so that what stands on it cannot be tested. */
        record Missing(String why) implements Start {}
    }

    /**
     * Starts it at a free port and waits until it answers; npm brings the package first, where it is not there yet.
     *
     * @param program the folder with the {@code package.json} that names the server
     * @param data where it keeps the bucket
     * @throws IllegalStateException if it does not answer within 30 s
     */
    public static Start start(Path program, Path data) throws InterruptedException {
        try {
            if (!Files.isDirectory(program.resolve("node_modules/s3rver")) && !isInstalled(program)) {
                return new Start.Missing("npm brings no S3 server");
            }
            var server = new S3Program(program, data, freePort());
            server.begin();
            return new Start.Running(server);
        } catch (IOException missing) {
            return new Start.Missing("there is no Node.js here: " + missing.getMessage());
        }
    }

    private static boolean isInstalled(Path program) throws IOException, InterruptedException {
        Process install = begun(program, "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
        return install.waitFor(2, TimeUnit.MINUTES) && install.exitValue() == 0;
    }

    /** Starts the process again on the same contents and at the same port. */
    public void begin() throws IOException, InterruptedException {
        process = begun(
                program,
                "node",
                // It makes the tokens of its lists with an old cipher.
                "--openssl-legacy-provider",
                "node_modules/s3rver/bin/s3rver.js",
                "--directory",
                data.toString(),
                "--address",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--silent",
                "--no-vhost-buckets",
                "--configure-bucket",
                "files");
        for (int i = 0; i < 300 && process.isAlive(); i++) {
            if (answers()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        close();
        throw new IllegalStateException("the S3 server does not listen");
    }

    private boolean answers() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static Process begun(Path folder, String... command) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** A port at which nobody listens. */
    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
