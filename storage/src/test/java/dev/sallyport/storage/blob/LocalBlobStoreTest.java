package dev.sallyport.storage.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.domain.file.BlobStore;
import dev.sallyport.domain.file.BlobStore.Aside;
import dev.sallyport.domain.file.BlobStore.Kept;
import dev.sallyport.domain.file.ContentLocks;
import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.domain.file.SweepContents;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.storage.Stores;
import dev.sallyport.storage.sql.DatabaseSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBlobStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(1));
    private static final String HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    Path folder;

    private Stores stores;
    private LocalBlobStore blobs;
    private SweepContents sweep;

    @BeforeEach
    void open() throws IOException {
        stores = Stores.open(new DatabaseSettings.Sqlite(folder.resolve("test.db")));
        blobs = LocalBlobStore.open(folder.resolve("files"));
        sweep = new SweepContents(stores.files(), blobs, new ContentLocks(), () -> NOW);
    }

    @AfterEach
    void close() {
        stores.close();
    }

    private String keep(String text) throws IOException {
        return ((Kept.Whole) blobs.keep(bytes(text), 1_000)).digest();
    }

    private void enter(String digest) {
        stores.files()
                .add(
                        new StoredFile(
                                new FileId(UUID.randomUUID()),
                                new PersonId(UUID.randomUUID()),
                                "a.txt",
                                5,
                                "text/plain",
                                digest,
                                NOW),
                        Long.MAX_VALUE);
    }

    private void age(String digest) throws IOException {
        age(blobs.path(digest).orElseThrow());
    }

    private static void age(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<Path> in(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("files").resolve(name))) {
            return files.toList();
        }
    }

    @Test
    void a_content_lies_under_its_digest_once_and_outlives_the_store() throws IOException {
        assertThat(keep("hello")).isEqualTo(HELLO);
        assertThat(keep("hello")).isEqualTo(HELLO);
        Path content = LocalBlobStore.open(folder.resolve("files")).path(HELLO).orElseThrow();
        assertThat(content).hasContent("hello").endsWithRaw(Path.of("2c", "f2", HELLO));
        assertThat(in("unfinished")).isEmpty();
    }

    @Test
    void T50_nothing_half_written_is_ever_visible() throws IOException {
        InputStream breaksOff = new InputStream() {
            private int left = 10;

            @Override
            public int read() {
                throw new UnsupportedOperationException("read in pieces");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (left-- == 0) {
                    throw new IOException("the sender is gone");
                }
                into[offset] = 'x';
                return 1;
            }
        };
        assertThatThrownBy(() -> blobs.keep(breaksOff, 1_000)).hasMessage("the sender is gone");
        assertThat(blobs.keep(bytes("hello"), 4)).isEqualTo(new Kept.TooLarge(4));
        var seen = new ArrayList<String>();
        blobs.visit(Instant.parse("2100-01-01T00:00:00Z"), seen::add);
        assertThat(seen).isEmpty();
        assertThat(in("unfinished")).isEmpty();
    }

    @Test
    void T46_no_digest_leads_out_of_the_folder() throws IOException {
        Files.writeString(folder.resolve("secret"), "secret");
        for (String digest :
                List.of("", "../secret", "..", "/etc/passwd", HELLO + "/..", HELLO.toUpperCase(Locale.ROOT))) {
            assertThat(blobs.path(digest)).as(digest).isEmpty();
            assertThat(blobs.setAside(digest)).as(digest).isEmpty();
        }
    }

    @Test
    void a_content_without_a_row_goes_when_it_is_old_and_one_with_a_row_stays() throws IOException {
        String orphan = keep("orphan");
        String young = keep("young");
        String used = keep("used");
        enter(used);
        age(orphan);
        age(used);
        Files.setLastModifiedTime(blobs.path(young).orElseThrow(), FileTime.from(NOW.minus(SweepContents.STAY)));
        assertThat(sweep.sweep()).isEqualTo(1);
        assertThat(blobs.path(orphan)).isEmpty();
        assertThat(blobs.path(young)).isPresent();
        assertThat(blobs.path(used)).isPresent();
        assertThat(sweep.sweep()).isZero();
    }

    @Test
    void an_upload_that_enters_its_row_while_the_sweep_is_at_its_content_loses_nothing() throws IOException {
        String digest = keep("hello");
        age(digest);
        var late = new SweepContents(
                new EntersLate(stores.files(), () -> enter(digest)), blobs, new ContentLocks(), () -> NOW);
        assertThat(late.sweep()).isZero();
        assertThat(blobs.path(digest).orElseThrow()).hasContent("hello");
        assertThat(in("aside")).isEmpty();
    }

    @Test
    void an_upload_of_the_same_content_makes_it_young_again() throws IOException {
        age(keep("hello"));
        keep("hello");
        assertThat(new SweepContents(
                                stores.files(),
                                blobs,
                                new ContentLocks(),
                                () -> Instant.now().plusSeconds(60))
                        .sweep())
                .isZero();
        assertThat(blobs.path(HELLO)).isPresent();
    }

    @Test
    void T50_what_a_kill_leaves_set_aside_comes_back_where_a_file_has_it_and_goes_where_none_has() throws IOException {
        String used = keep("used");
        String orphan = keep("orphan");
        enter(used);
        assertThat(blobs.setAside(used)).isPresent();
        assertThat(blobs.setAside(orphan)).isPresent();
        assertThat(blobs.setAside(orphan)).isEmpty();
        assertThat(blobs.path(used)).isEmpty();
        var afterwards = new SweepContents(
                stores.files(), LocalBlobStore.open(folder.resolve("files")), new ContentLocks(), () -> NOW);
        assertThat(afterwards.sweep()).isEqualTo(1);
        assertThat(blobs.path(used).orElseThrow()).hasContent("used");
        assertThat(blobs.path(orphan)).isEmpty();
        assertThat(in("aside")).isEmpty();
    }

    @Test
    void two_who_set_the_same_content_aside_do_not_delete_for_each_other() throws IOException {
        keep("hello");
        Aside first = blobs.setAside(HELLO).orElseThrow();
        keep("hello");
        Aside second = blobs.setAside(HELLO).orElseThrow();
        blobs.drop(first);
        blobs.putBack(second);
        assertThat(blobs.path(HELLO).orElseThrow()).hasContent("hello");
        blobs.putBack(first);
        blobs.drop(first);
        assertThat(blobs.path(HELLO).orElseThrow()).hasContent("hello");
        assertThat(in("aside")).isEmpty();
    }

    @Test
    void a_second_process_on_the_same_folder_leaves_unfinished_uploads_alone() throws Exception {
        var begun = new CountDownLatch(1);
        var opened = new CountDownLatch(1);
        InputStream slow = new InputStream() {
            private boolean sent;

            @Override
            public int read() {
                throw new UnsupportedOperationException("read in pieces");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (sent) {
                    begun.countDown();
                    await(opened);
                    return -1;
                }
                sent = true;
                into[offset] = 'x';
                return 1;
            }
        };
        var digest = new CompletableFuture<Kept>();
        Thread upload = Thread.ofVirtual().start(() -> {
            try {
                digest.complete(blobs.keep(slow, 10));
            } catch (IOException e) {
                digest.completeExceptionally(e);
            }
        });
        await(begun);
        BlobStore other = LocalBlobStore.open(folder.resolve("files"));
        assertThat(new SweepContents(stores.files(), other, new ContentLocks(), Instant::now).sweep())
                .isZero();
        opened.countDown();
        upload.join();
        assertThat(digest.get()).isInstanceOf(Kept.Whole.class);
        assertThat(other.path(((Kept.Whole) digest.get()).digest())).isPresent();
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IOException("nobody came");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Test
    void an_upload_that_nobody_finishes_goes_after_its_time() throws IOException {
        Path abandoned = Files.writeString(folder.resolve("files/unfinished/1.part"), "half");
        Path running = Files.writeString(folder.resolve("files/unfinished/2.part"), "half");
        age(abandoned);
        Files.setLastModifiedTime(running, FileTime.from(NOW.minusSeconds(10)));
        assertThat(sweep.sweep()).isEqualTo(1);
        assertThat(in("unfinished")).containsExactly(running);
    }
}
