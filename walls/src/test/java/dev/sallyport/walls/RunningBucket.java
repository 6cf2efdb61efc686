package dev.sallyport.walls;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server that speaks S3, with one bucket, as a process of its own that can go down and come back. */
final class RunningBucket implements AutoCloseable {
    private static final Path STAND_IN = Repository.ROOT.resolve("storage/s3-stand-in");

    private final Path folder;
    private final int port;
    private Process process;

    private RunningBucket(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Starts it; without Node or its package the test is skipped and says why. */
    static RunningBucket start(Path folder) throws IOException, InterruptedException {
        if (!Files.isDirectory(STAND_IN.resolve("node_modules/s3rver"))) {
            Process install = begun("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
            assumeTrue(install.waitFor(2, TimeUnit.MINUTES) && install.exitValue() == 0, "npm brings no S3 server");
        }
        var bucket = new RunningBucket(Files.createDirectories(folder.resolve("s3")), RunningHouse.freePort());
        bucket.begin();
        return bucket;
    }

    /** Starts the process again on the same contents. */
    void begin() throws IOException, InterruptedException {
        process = begun(
                "node",
                "--openssl-legacy-provider",
                "node_modules/s3rver/bin/s3rver.js",
                "--directory",
                folder.toString(),
                "--address",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--silent",
                "--no-vhost-buckets",
                "--configure-bucket",
                "files");
        for (int i = 0; i < 300; i++) {
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

    private static Process begun(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .directory(STAND_IN.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException missing) {
            assumeTrue(false, command[0] + " is not here: " + missing.getMessage());
            throw missing;
        }
    }

    int port() {
        return port;
    }

    /** What the configuration of a house says to keep contents here. */
    String settings() throws IOException {
        Path secret = Files.writeString(folder.resolveSibling("s3.secret"), "S3RVER");
        return """
                files:
                  s3:
                    endpoint: http://127.0.0.1:%d
                    bucket: files
                    prefix: house/
                    path_style: true
                    access_key_id: S3RVER
                    secret_access_key_file: "%s"
                """.formatted(port, secret);
    }

    /** Names of contents in the bucket. */
    List<String> objects() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("files/house"))) {
            return all.map(p -> p.getFileName().toString())
                    .filter(name -> name.endsWith("_object"))
                    .toList();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
