package dev.sallyport.files;

import static dev.sallyport.files.TestDoor.ADA;
import static dev.sallyport.files.TestDoor.as;
import static dev.sallyport.files.TestDoor.field;
import static dev.sallyport.files.TestDoor.header;
import static dev.sallyport.files.TestDoor.json;
import static dev.sallyport.files.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.file.SweepUploads;
import dev.sallyport.domain.file.TypePolicy;
import dev.sallyport.files.FilesConfiguration.ScannerDown;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import dev.sallyport.storage.blob.LocalBlobStore;
import dev.sallyport.storage.blob.LocalStaging;
import dev.sallyport.storage.s3.S3BlobStore;
import dev.sallyport.storage.s3.S3Settings;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is answered, and what is left, when the place where bytes lie fails. */
class FaultsTest {
    private static final String PIECE = "application/offset+octet-stream";
    private static final FilesConfiguration ROOMY = new FilesConfiguration(
            10_000_000,
            100_000_000,
            SweepUploads.STAY,
            TypePolicy.ANY,
            Optional.empty(),
            ScannerDown.REFUSE,
            Optional.empty());

    @TempDir
    Path folder;

    private static S3BlobStore nobody(Path spool) throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var settings = new S3Settings(
                Optional.of(URI.create("http://127.0.0.1:" + port)),
                "us-east-1",
                "files",
                "",
                Optional.of(new S3Settings.Keys("id", Secret.of("secret"))),
                true);
        return S3BlobStore.open(settings, spool, TestDoor::bytes);
    }

    private static Response begun(TestDoor door, int length) {
        return door.ask(as(ADA, "POST", "/v1/uploads")
                .header("tus-resumable", "1.0.0")
                .header("upload-length", Integer.toString(length)));
    }

    private static Response piece(TestDoor door, String path, int offset, byte[] bytes) {
        return door.ask(as(ADA, "PATCH", path)
                .header("tus-resumable", "1.0.0")
                .header("content-type", PIECE)
                .header("upload-offset", Integer.toString(offset))
                .with(RequestBody.of(bytes)));
    }

    private static void assertUnavailable(Response answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(field(answer, "type")).isEqualTo("/problems/storage-unavailable");
        assertThat(header(answer, "retry-after")).isEqualTo("10");
        assertThat(text(answer)).doesNotContain("127.0.0.1", "S3");
    }

    @Test
    void a_bucket_that_does_not_answer_is_503_and_nothing_half_is_visible() throws IOException {
        String id;
        try (var door = new TestDoor(folder, ROOMY)) {
            id = door.kept(ADA, "a.txt", "hello");
        }
        Path spool = folder.resolve("spool");
        try (var blobs = nobody(spool);
                var door = new TestDoor(folder, ROOMY, blobs, blobs.staging())) {
            assertUnavailable(door.upload(ADA, "b.txt", "b"));
            assertUnavailable(door.get(ADA, id));
            assertThat(door.ask(as(ADA, "HEAD", "/v1/files/" + id)).status())
                    .as("what is known without it")
                    .isEqualTo(200);
            String path = "/v1/" + header(begun(door, 5), "location");
            assertUnavailable(piece(door, path, 0, new byte[5]));
            assertThat(json(door.ask(as(ADA, "GET", path))).path("offset").asLong())
                    .isZero();
            assertThat(json(door.ask(as(ADA, "GET", "/v1/files"))).path("items"))
                    .hasSize(1);
            assertThat(door.ask(as(ADA, "DELETE", "/v1/files/" + id)).status())
                    .as("gone, though its content goes later")
                    .isEqualTo(204);
            assertThat(door.get(ADA, id).status()).isEqualTo(404);
            try (Stream<Path> spooled = Files.list(spool)) {
                assertThat(spooled).isEmpty();
            }
        }
    }

    /** A real disk of two megabytes, which fills up in the middle. */
    @Tag("slow")
    @Test
    void T50_a_disk_that_is_full_in_the_middle_of_an_upload_leaves_nothing_half() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        assumeTrue(ran("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()), "no disk can be mounted");
        var blobs = LocalBlobStore.open(disk.resolve("files"));
        try (var door = new TestDoor(folder, ROOMY, blobs, LocalStaging.open(disk.resolve("uploads"), blobs))) {
            assertUnavailable(door.upload(ADA, "a", new byte[3_000_000]));
            assertNothing(disk.resolve("files"));
            assertThat(door.stores.files().used(TestDoor.person(ADA))).isZero();
            String small = door.kept(ADA, "small", "hello");

            byte[] large = TestDoor.bytes(3_000_000);
            String path = "/v1/" + header(begun(door, large.length), "location");
            assertUnavailable(piece(door, path, 0, large));
            assertThat(json(door.ask(as(ADA, "GET", path))).path("offset").asLong())
                    .as("nothing was noted that is not on the disk")
                    .isZero();
            assertThat(json(door.ask(as(ADA, "GET", "/v1/files"))).path("items"))
                    .hasSize(1);
            assertThat(text(door.get(ADA, small))).isEqualTo("hello");
            assertThat(door.ask(as(ADA, "DELETE", path).header("tus-resumable", "1.0.0"))
                            .status())
                    .isEqualTo(204);
            door.kept(ADA, "again", "there is room again");
        } finally {
            assertThat(ran("umount", disk.toString())).isTrue();
        }
    }

    private static void assertNothing(Path where) throws IOException {
        try (Stream<Path> all = Files.walk(where)) {
            assertThat(all.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private static boolean ran(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
