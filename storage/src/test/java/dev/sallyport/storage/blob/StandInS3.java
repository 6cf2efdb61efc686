package dev.sallyport.storage.blob;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sallyport.domain.Secret;
import dev.sallyport.storage.s3.S3Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A small S3 server of npm in a process of its own; where there is no Node.js, the tests on it are skipped. */
final class StandInS3 implements AutoCloseable {
    private static final SecureRandom CHANCE = new SecureRandom();
    private static final Path HERE = Path.of("s3-stand-in").toAbsolutePath();

    private static final String KNOWN = "S3RVER";

    private final Process process;
    private final Path data;
    private final int port;

    private StandInS3(Process process, Path data, int port) {
        this.process = process;
        this.data = data;
        this.port = port;
    }

    static StandInS3 start() throws Exception {
        if (!Files.isDirectory(HERE.resolve("node_modules/s3rver"))) {
            Process install = begun("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
            assumeTrue(install.waitFor(2, TimeUnit.MINUTES) && install.exitValue() == 0, "npm brings no S3 server");
        }
        Path data = Files.createTempDirectory("sallyport-s3");
        int port = freePort();
        Process process = begun(
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
        var server = new StandInS3(process, data, port);
        server.awaitReady();
        return server;
    }

    private static Process begun(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .directory(HERE.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException missing) {
            assumeTrue(false, command[0] + " is not here: " + missing.getMessage());
            throw missing;
        }
    }

    private void awaitReady() throws Exception {
        for (int i = 0; i < 300; i++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assert socket.isConnected();
                return;
            } catch (IOException notYet) {
                if (!process.isAlive()) {
                    throw new IllegalStateException("the S3 server did not start", notYet);
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        throw new IllegalStateException("the S3 server is not ready after 30 s");
    }

    S3Settings settings(String prefix) {
        return settings(port, prefix, KNOWN);
    }

    S3Settings ofAStranger() {
        return settings(port, "", "STRANGER");
    }

    /** Where nobody listens. */
    static S3Settings nobody() throws IOException {
        return settings(freePort(), "", KNOWN);
    }

    private static S3Settings settings(int port, String prefix, String id) {
        return new S3Settings(
                Optional.of(URI.create("http://127.0.0.1:" + port)),
                "eu-central-1",
                "files",
                prefix,
                Optional.of(new S3Settings.Keys(id, Secret.of("S3RVER"))),
                true);
    }

    static byte[] chance(int count) {
        byte[] bytes = new byte[count];
        CHANCE.nextBytes(bytes);
        return bytes;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        try (Stream<Path> all = Files.walk(data)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
