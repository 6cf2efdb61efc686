package dev.sallyport.storage.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.domain.file.BlobStore;
import dev.sallyport.domain.file.BlobStore.Kept;
import dev.sallyport.domain.file.StagedBytes;
import dev.sallyport.storage.s3.S3BlobStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class S3BlobContractTest extends BlobStoreContract {
    private static final AtomicInteger PREFIXES = new AtomicInteger();
    private static StandInS3 server;

    @TempDir
    Path folder;

    private S3BlobStore blobs;

    @BeforeAll
    static void serve() throws Exception {
        server = StandInS3.start();
    }

    @AfterAll
    static void end() throws Exception {
        server.close();
    }

    @BeforeEach
    void open() throws IOException {
        blobs = S3BlobStore.open(
                server.settings("test-" + PREFIXES.incrementAndGet() + "/"), folder, StandInS3::chance);
    }

    @AfterEach
    void close() {
        blobs.close();
    }

    @Override
    BlobStore blobs() {
        return blobs;
    }

    @Override
    StagedBytes staged() {
        return blobs.staging();
    }

    @Test
    void a_large_content_goes_and_comes_as_it_was_and_nothing_stays_on_the_way() throws IOException {
        byte[] large = new byte[20_000_000];
        new Random(7).nextBytes(large);
        var kept = (Kept.Whole) blobs.keep(new ByteArrayInputStream(large), large.length);
        try (var content = blobs.open(kept.digest(), 0, large.length)) {
            assertThat(content.readAllBytes()).isEqualTo(large);
        }
        try (Stream<Path> spooled = Files.list(folder)) {
            assertThat(spooled).isEmpty();
        }
    }

    @Test
    void more_pieces_than_one_list_shows() throws IOException {
        try (var slowly = S3BlobStore.open(
                server.settings("test-" + PREFIXES.incrementAndGet() + "/"), folder, StandInS3::chance, 3)) {
            for (int i = 0; i < 8; i++) {
                slowly.staging().take(upload(9, i), one(i), 1);
            }
            assertThat(slowly.staging().settle(id(9), 8).size()).isEqualTo(8);
        }
    }

    private static ByteArrayInputStream one(int i) {
        return new ByteArrayInputStream(new byte[] {(byte) i});
    }

    @Test
    void a_store_that_is_down_is_said_to_be_and_is_not_taken_for_an_empty_one() throws Exception {
        try (var gone = S3BlobStore.open(StandInS3.nobody(), folder, StandInS3::chance)) {
            String digest = "0".repeat(64);
            assertThatThrownBy(() -> gone.has(digest))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(NoSuchFileException.class)
                    .hasMessageStartingWith("the S3 store cannot be used");
            assertThatThrownBy(() -> gone.keep(one(1), 10)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> gone.open(digest, 0, 1)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> gone.visit(Instant.now(), name -> {})).isInstanceOf(IOException.class);
            assertThatThrownBy(gone::leftAside).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_store_that_does_not_know_us_is_said_to_refuse() throws Exception {
        try (var stranger = S3BlobStore.open(server.ofAStranger(), folder, StandInS3::chance)) {
            assertThatThrownBy(() -> stranger.keep(one(1), 10))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("the S3 store refused");
        }
    }
}
