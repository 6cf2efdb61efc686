package dev.sallyport.walls;

import dev.sallyport.testkit.S3Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A server that speaks S3, with one bucket, as a process of its own that can go down and come back. */
final class RunningBucket implements AutoCloseable {
    private static final Path STAND_IN = Repository.ROOT.resolve("storage/s3-stand-in");

    private final Path folder;
    private final S3Program server;

    private RunningBucket(Path folder, S3Program server) {
        this.folder = folder;
        this.server = server;
    }

    /** Starts it; without Node or its package the test is skipped and says why. */
    static RunningBucket start(Path folder) throws IOException, InterruptedException {
        Path data = Files.createDirectories(folder.resolve("s3"));
        return switch (S3Program.start(STAND_IN, data)) {
            case S3Program.Start.Running(S3Program server) -> new RunningBucket(data, server);
            case S3Program.Start.Missing(String why) -> Assumptions.abort(why);
        };
    }

    /** Starts the process again on the same contents. */
    void begin() throws IOException, InterruptedException {
        server.begin();
    }

    int port() {
        return server.port();
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
                """.formatted(port(), secret);
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
        server.close();
    }
}
