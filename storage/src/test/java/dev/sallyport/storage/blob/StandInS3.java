package dev.sallyport.storage.blob;

import dev.sallyport.domain.Secret;
import dev.sallyport.storage.s3.S3Settings;
import dev.sallyport.testkit.S3Program;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A small S3 server of npm in a process of its own; where there is no Node.js, the tests on it are skipped. */
final class StandInS3 implements AutoCloseable {
    private static final SecureRandom CHANCE = new SecureRandom();
    private static final Path HERE = Path.of("s3-stand-in").toAbsolutePath();

    private final S3Program server;
    private final Path data;

    private StandInS3(S3Program server, Path data) {
        this.server = server;
        this.data = data;
    }

    static StandInS3 start() throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("sallyport-s3");
        return switch (S3Program.start(HERE, data)) {
            case S3Program.Start.Running(S3Program server) -> new StandInS3(server, data);
            case S3Program.Start.Missing(String why) -> {
                Files.delete(data);
                yield Assumptions.abort(why);
            }
        };
    }

    S3Settings settings(String prefix) {
        return settings(server.port(), prefix, S3Program.KEY);
    }

    S3Settings ofAStranger() {
        return settings(server.port(), "", "STRANGER");
    }

    /** Where nobody listens. */
    static S3Settings nobody() throws IOException {
        return settings(S3Program.freePort(), "", S3Program.KEY);
    }

    private static S3Settings settings(int port, String prefix, String id) {
        return new S3Settings(
                Optional.of(URI.create("http://127.0.0.1:" + port)),
                "eu-central-1",
                "files",
                prefix,
                Optional.of(new S3Settings.Keys(id, Secret.of(S3Program.KEY))),
                true);
    }

    static byte[] chance(int count) {
        byte[] bytes = new byte[count];
        CHANCE.nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        server.close();
        try (Stream<Path> all = Files.walk(data)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
