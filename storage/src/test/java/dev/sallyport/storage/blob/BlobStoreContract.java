package dev.sallyport.storage.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.domain.file.BlobStore;
import dev.sallyport.domain.file.BlobStore.Aside;
import dev.sallyport.domain.file.BlobStore.Kept;
import dev.sallyport.domain.file.ContentLocks;
import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.FileName;
import dev.sallyport.domain.file.FileStore;
import dev.sallyport.domain.file.StagedBytes;
import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.domain.file.SweepContents;
import dev.sallyport.domain.file.Upload;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.storage.memory.MemoryFiles;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of contents does, and where unfinished uploads lie beside it. */
abstract class BlobStoreContract {
    private static final String HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private final Instant later = Instant.now().plus(2, ChronoUnit.HOURS);
    private final FileStore files = new MemoryFiles();

    abstract BlobStore blobs();

    abstract StagedBytes staged();

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream breaks() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the sender is gone");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return read();
            }
        };
    }

    private String keep(String text) throws IOException {
        return ((Kept.Whole) blobs().keep(bytes(text), 1_000)).digest();
    }

    private String read(String digest, long offset, long length) throws IOException {
        try (InputStream content = blobs().open(digest, offset, length)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void enter(String digest) {
        var id = new FileId(UUID.randomUUID());
        var file = new StoredFile(id, new PersonId(new UUID(0, 1)), "a", 5, "text/plain", digest, Instant.now());
        assertThat(files.add(file, Long.MAX_VALUE)).isTrue();
    }

    private SweepContents sweep(FileStore rows) {
        return new SweepContents(rows, blobs(), new ContentLocks(), () -> later);
    }

    @Test
    void a_content_lies_under_its_digest_once_and_is_read_in_parts() throws IOException {
        var kept = (Kept.Whole) blobs().keep(bytes("hello"), 5);
        assertThat(kept.digest()).isEqualTo(HELLO);
        assertThat(kept.size()).isEqualTo(5);
        assertThat(kept.head()).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
        assertThat(keep("hello")).isEqualTo(HELLO);
        assertThat(blobs().has(HELLO)).isTrue();
        assertThat(read(HELLO, 0, 5)).isEqualTo("hello");
        assertThat(read(HELLO, 1, 3)).isEqualTo("ell");
        assertThat(read(HELLO, 4, 1)).isEqualTo("o");
        assertThat(read(HELLO, 2, 0)).isEmpty();
        String empty = keep("");
        assertThat(blobs().has(empty)).isTrue();
        assertThat(read(empty, 0, 0)).isEmpty();
    }

    @Test
    void T46_what_is_no_digest_is_not_there() throws IOException {
        keep("hello");
        String none = "0".repeat(64);
        for (String digest : List.of("", "..", "../" + HELLO, HELLO + "/..", HELLO.toUpperCase(Locale.ROOT), none)) {
            assertThat(blobs().has(digest)).as(digest).isFalse();
            assertThat(blobs().path(digest)).as(digest).isEmpty();
            assertThat(blobs().setAside(digest)).as(digest).isEmpty();
            assertThatThrownBy(() -> read(digest, 0, 1)).isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void T50_nothing_half_is_ever_visible() throws IOException {
        assertThatThrownBy(() -> blobs().keep(new SequenceInputStream(bytes("hello"), breaks()), 1_000))
                .hasMessage("the sender is gone");
        assertThat(blobs().keep(bytes("hello"), 4)).isEqualTo(new Kept.TooLarge(4));
        assertThat(blobs().has(HELLO)).isFalse();
        var seen = new ArrayList<String>();
        blobs().visit(later, seen::add);
        assertThat(seen).isEmpty();
        assertThat(blobs().forgetUnfinished(later)).isZero();
    }

    @Test
    void a_content_without_a_row_goes_when_it_is_old_and_one_with_a_row_stays() throws IOException {
        String orphan = keep("orphan");
        String used = keep("used");
        enter(used);
        assertThat(new SweepContents(files, blobs(), new ContentLocks(), Instant::now).sweep())
                .as("young ones")
                .isZero();
        assertThat(sweep(files).sweep()).isEqualTo(1);
        assertThat(blobs().has(orphan)).isFalse();
        assertThat(read(used, 0, 4)).isEqualTo("used");
        assertThat(sweep(files).sweep()).isZero();
    }

    @Test
    void an_upload_that_enters_its_row_while_the_sweep_is_at_its_content_loses_nothing() throws IOException {
        String digest = keep("hello");
        assertThat(sweep(new EntersLate(files, () -> enter(digest))).sweep()).isZero();
        assertThat(read(digest, 0, 5)).isEqualTo("hello");
        assertThat(blobs().leftAside()).isEmpty();
    }

    @Test
    void T50_what_a_kill_leaves_set_aside_comes_back_where_a_file_has_it_and_goes_where_none_has() throws IOException {
        String used = keep("used");
        String orphan = keep("orphan");
        enter(used);
        assertThat(blobs().setAside(used)).isPresent();
        assertThat(blobs().setAside(orphan)).isPresent();
        assertThat(blobs().setAside(orphan)).isEmpty();
        assertThat(blobs().has(used)).isFalse();
        assertThat(blobs().leftAside()).extracting(Aside::digest).containsExactlyInAnyOrder(used, orphan);
        assertThat(sweep(files).sweep()).isEqualTo(1);
        assertThat(read(used, 0, 4)).isEqualTo("used");
        assertThat(blobs().has(orphan)).isFalse();
        assertThat(blobs().leftAside()).isEmpty();
    }

    @Test
    void two_who_set_the_same_content_aside_do_not_delete_for_each_other() throws IOException {
        keep("hello");
        Aside first = blobs().setAside(HELLO).orElseThrow();
        keep("hello");
        Aside second = blobs().setAside(HELLO).orElseThrow();
        blobs().drop(first);
        blobs().putBack(second);
        assertThat(read(HELLO, 0, 5)).isEqualTo("hello");
        blobs().putBack(first);
        blobs().drop(first);
        assertThat(read(HELLO, 0, 5)).isEqualTo("hello");
        assertThat(blobs().leftAside()).isEmpty();
    }

    @Test
    void what_is_made_of_a_content_is_kept_with_it_and_goes_with_it() throws IOException {
        keep("hello");
        assertThat(blobs().derived(HELLO, "thumbnail-64")).isEmpty();
        blobs().keepDerived(HELLO, "thumbnail-64", new byte[] {1, 2});
        blobs().keepDerived(HELLO, "thumbnail-64", new byte[] {1, 2, 3});
        assertThat(blobs().derived(HELLO, "thumbnail-64")).hasValue(new byte[] {1, 2, 3});
        assertThat(blobs().derived(HELLO, "thumbnail-128")).isEmpty();
        blobs().drop(blobs().setAside(HELLO).orElseThrow());
        keep("hello");
        assertThat(blobs().derived(HELLO, "thumbnail-64")).isEmpty();
        String gone = "0".repeat(64);
        blobs().keepDerived(gone, "thumbnail-64", new byte[] {1});
        assertThat(blobs().derived(gone, "thumbnail-64"))
                .as("of a content that is gone")
                .isEmpty();
        assertThatThrownBy(() -> blobs().keepDerived(HELLO, "../x", new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static FileId id(int number) {
        return new FileId(new UUID(7, number));
    }

    private int turns;

    /** An upload that has come so far, in the hands of a new request. */
    Upload upload(int number, long received) {
        var owner = new PersonId(new UUID(0, 1));
        var now = Instant.now();
        return new Upload(id(number), owner, new FileName("a"), "", 2_000, received, ++turns, false, now, now);
    }

    @Test
    void an_upload_comes_in_pieces_and_becomes_a_content() throws IOException {
        assertThat(staged().take(upload(1, 0), bytes("he"), 100)).isEqualTo(2);
        assertThat(staged().take(upload(1, 2), bytes("llo and more"), 3))
                .as("no more than asked for")
                .isEqualTo(3);
        assertThat(staged().take(upload(1, 5), bytes(""), 3)).isZero();
        assertThat(blobs().has(HELLO)).isFalse();
        var whole = staged().settle(id(1), 5);
        assertThat(whole.digest()).isEqualTo(HELLO);
        assertThat(whole.size()).isEqualTo(5);
        assertThat(read(HELLO, 0, 5)).isEqualTo("hello");
        assertThat(staged().settle(id(1), 5).digest())
                .as("once more after a kill")
                .isEqualTo(HELLO);
        staged().forget(id(1));
        staged().forget(id(1));
        assertThatThrownBy(() -> staged().settle(id(1), 5)).isInstanceOf(IOException.class);
        assertThat(read(HELLO, 0, 5)).isEqualTo("hello");
    }

    @Test
    void T50_a_piece_that_was_never_noted_comes_again_and_counts_once() throws IOException {
        staged().take(upload(1, 0), bytes("he"), 100);
        staged().take(upload(1, 2), bytes("XXXXXXXXXX"), 100);
        staged().take(upload(1, 2), bytes("ll"), 100);
        staged().take(upload(1, 4), bytes("o"), 100);
        assertThat(staged().settle(id(1), 5).digest()).isEqualTo(HELLO);
    }

    @Test
    void T50_what_an_older_request_brings_late_costs_nothing_of_what_the_newer_brought() throws IOException {
        Upload older = upload(1, 0);
        Upload newer = upload(1, 0);
        staged().take(newer, bytes("hel"), 100);
        staged().take(older, bytes("h"), 100);
        staged().take(newer.at(3, Instant.now()), bytes("lo"), 100);
        assertThat(staged().settle(id(1), 5).digest()).isEqualTo(HELLO);
    }

    @Test
    void an_upload_of_which_something_is_missing_becomes_nothing() throws IOException {
        staged().take(upload(1, 0), bytes("he"), 100);
        assertThatThrownBy(() -> staged().settle(id(1), 5)).isInstanceOf(EOFException.class);
    }

    @Test
    void an_upload_of_nothing_is_a_content_too() throws IOException {
        assertThat(staged().settle(id(1), 0).size()).isZero();
    }

    @Test
    void uploads_are_visited_by_their_age_and_do_not_mix() throws IOException {
        staged().take(upload(1, 0), bytes("one"), 100);
        staged().take(upload(2, 0), bytes("two"), 100);
        staged().take(upload(2, 3), bytes("two"), 100);
        var seen = new ArrayList<FileId>();
        staged().visit(Instant.now().minusSeconds(60), seen::add);
        assertThat(seen).isEmpty();
        staged().visit(later, seen::add);
        assertThat(seen).containsExactlyInAnyOrder(id(1), id(2));
        staged().forget(id(1));
        assertThat(staged().settle(id(2), 6).size()).isEqualTo(6);
    }
}
