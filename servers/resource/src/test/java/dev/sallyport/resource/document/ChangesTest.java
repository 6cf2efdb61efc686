package dev.sallyport.resource.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.document.DocumentStore;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.storage.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The feed of changes. */
@Timeout(30)
class ChangesTest {
    private static final String COLLECTIONS =
            "{\"notes\":{\"access\":\"owner\",\"schema\":{}},\"news\":{\"access\":\"owner\",\"public_read\":true,\"schema\":{}}}";

    private final AtomicReference<Instant> now = new AtomicReference<>(DocumentDoor.NOW);
    private Stores stores;
    private DocumentDoor door;

    @BeforeEach
    void open() {
        stores = Stores.inMemory();
        door = new DocumentDoor(stores, COLLECTIONS, now::get);
    }

    private void put(String id, int value) {
        door.ask("ada", "PUT", "notes/" + id, "{\"value\":" + value + "}");
    }

    private static InputStream stream(Response response) {
        assertThat(response.status()).isEqualTo(200);
        assertThat(DocumentDoor.header(response, "content-type")).isEqualTo("text/event-stream");
        return ((ResponseBody.Stream) response.body()).stream();
    }

    private InputStream follow(String query, String... headers) {
        return stream(door.get("ada", "notes/changes" + query, headers));
    }

    private static String next(InputStream stream) throws IOException {
        byte[] piece = new byte[100_000];
        int count = stream.read(piece);
        return count < 0 ? "(end)" : new String(piece, 0, count, StandardCharsets.UTF_8);
    }

    @Test
    void what_changes_is_told_as_events() throws IOException {
        try (InputStream feed = follow("")) {
            assertThat(next(feed)).isEqualTo("retry: 2000\n\n");
            put("a", 1);
            String etag =
                    DocumentDoor.header(door.get("ada", "notes/a"), "etag").replace("\"", "\\\"");
            assertThat(next(feed))
                    .isEqualTo("id: 1\nevent: put\ndata: {\"id\":\"a\",\"etag\":\"" + etag
                            + "\",\"document\":{\"value\":1}}\n\n");
            door.ask("ada", "DELETE", "notes/a", "");
            assertThat(next(feed)).isEqualTo("id: 2\nevent: delete\ndata: {\"id\":\"a\",\"document\":null}\n\n");
        }
    }

    @Test
    void a_feed_goes_on_where_the_last_one_ended() throws IOException {
        put("a", 1);
        put("b", 2);
        put("c", 3);
        try (InputStream feed = follow("?after=0", "last-event-id", "2")) {
            assertThat(next(feed)).startsWith("retry");
            assertThat(next(feed)).startsWith("id: 3\nevent: put").doesNotContain("id: 2\n");
        }
        try (InputStream feed = follow("?after=1")) {
            next(feed);
            assertThat(next(feed)).contains("id: 2\n", "id: 3\n").doesNotContain("id: 1\n");
        }
    }

    @Test
    void who_waits_is_woken_by_a_write() throws Exception {
        try (InputStream feed = follow("")) {
            next(feed);
            var told = CompletableFuture.supplyAsync(() -> {
                try {
                    return next(feed);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            Thread.sleep(200);
            long before = System.nanoTime();
            put("a", 1);
            assertThat(told.get(5, TimeUnit.SECONDS)).startsWith("id: 1\n");
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before))
                    .isLessThan(1_000);
        }
    }

    @Test
    void what_another_process_writes_is_told_too() throws IOException {
        try (InputStream feed = follow("")) {
            next(feed);
            new DocumentDoor(stores, COLLECTIONS).ask("ada", "PUT", "notes/a", "{}");
            assertThat(next(feed)).startsWith("id: 1\nevent: put");
        }
    }

    @Test
    void a_comment_is_sent_when_nothing_changes() throws IOException {
        try (InputStream feed = follow("")) {
            next(feed);
            now.set(DocumentDoor.NOW.plusSeconds(16));
            assertThat(next(feed)).isEqualTo(":\n\n");
        }
    }

    @Test
    void T47_a_feed_ends_with_its_token() throws IOException {
        try (InputStream feed = follow("")) {
            next(feed);
            put("a", 1);
            now.set(DocumentDoor.NOW.plusSeconds(300));
            assertThat(next(feed)).isEqualTo("(end)");
        }
    }

    @Test
    void a_feed_ends_when_the_house_closes() throws IOException {
        try (InputStream feed = follow("")) {
            next(feed);
            door.documents.leave();
            assertThat(next(feed)).isEqualTo("(end)");
        }
        assertThat(door.get("ada", "notes/changes").status()).isEqualTo(503);
    }

    @Test
    void who_was_away_for_too_long_is_told_to_read_the_list() throws IOException {
        put("a", 1);
        try (InputStream feed = follow("?after=900")) {
            assertThat(next(feed)).isEqualTo("retry: 2000\n\nid: 1\nevent: reset\ndata: {}\n\n");
        }
        for (int i = 0; i < DocumentStore.REMEMBERED; i++) {
            put("a", i);
        }
        put("a", 0);
        try (InputStream feed = follow("?after=1")) {
            assertThat(next(feed)).contains("event: reset");
        }
        try (InputStream feed = follow("?after=0")) {
            assertThat(next(feed)).doesNotContain("reset");
            assertThat(next(feed)).startsWith("id: " + (DocumentStore.REMEMBERED + 2));
        }
    }

    @Test
    void T43_one_person_follows_ten_times_and_others_still_can() throws IOException {
        List<InputStream> feeds = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            feeds.add(follow(""));
        }
        assertThat(door.meters.get("sallyport.documents.followers").gauge().value())
                .isEqualTo(10);
        Response eleventh = door.get("ada", "notes/changes");
        assertThat(eleventh.status()).isEqualTo(503);
        assertThat(DocumentDoor.header(eleventh, "retry-after")).isEqualTo("30");
        stream(door.get("eve", "notes/changes")).close();
        feeds.getFirst().close();
        follow("").close();
        for (InputStream feed : feeds) {
            feed.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?after=x", "?after=-1", "?after=", "?after=9999999999999999999"})
    void a_place_is_a_number(String query) {
        assertThat(door.get("ada", "notes/changes" + query).status()).isEqualTo(400);
    }

    @Test
    void everybody_follows_what_everybody_reads() throws IOException {
        try (InputStream feed = stream(door.get("nobody", "news/changes"))) {
            next(feed);
            door.ask("ada", "PUT", "news/a", "{\"b\":1}");
            assertThat(next(feed)).contains("\"b\":1");
        }
    }
}
