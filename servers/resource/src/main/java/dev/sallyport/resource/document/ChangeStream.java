package dev.sallyport.resource.document;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.sallyport.domain.document.Change;
import dev.sallyport.domain.document.Document;
import dev.sallyport.domain.document.FollowChanges;
import dev.sallyport.domain.document.FollowChanges.Followed;
import dev.sallyport.kit.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The changes of a space as events, as they come. Reading waits: for a ring of this process, and for what other processes wrote no
 * longer than {@link #LOOK}. Whoever reads holds a virtual thread and no connection of the database.
 */
final class ChangeStream extends InputStream {
    /** How often it is looked for changes of other processes. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    /** A comment is sent when nothing else was for so long, so that a client that left is noticed and no proxy gives up. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private static final int AT_ONCE = 50;
    private static final String OPENING = "retry: 2000\n\n";
    private static final String COMMENT = ":\n\n";

    private final FollowChanges following;
    private final Followed.From from;
    private final Instant until;
    private final InstantSource clock;
    private long after;
    private Instant sent;
    private byte[] piece;
    private int at;

    /** @param until when it ends, for the token's sake */
    ChangeStream(FollowChanges following, Followed.From from, Instant until, InstantSource clock) {
        this.following = following;
        this.from = from;
        this.until = until;
        this.clock = clock;
        this.after = from.after();
        this.sent = clock.instant();
        this.piece = bytes(from.broken() ? OPENING + "id: " + after + "\nevent: reset\ndata: {}\n\n" : OPENING);
    }

    /** What an event says. */
    record Said(
            String id, Optional<String> etag, @JsonRawValue String document) {
        static Said of(Change change) {
            return new Said(
                    change.id().value(),
                    change.now().map(Tags::of),
                    change.now().map(Document::body).orElse("null"));
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (at == piece.length && !more()) {
            return -1;
        }
        int count = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, into, offset, count);
        at += count;
        return count;
    }

    /** Waits for the next piece; false when there is none any more. */
    private boolean more() throws IOException {
        while (!from.place().isSentAway() && clock.instant().isBefore(until)) {
            List<Change> changes = following.next(from.space(), after, AT_ONCE);
            if (!changes.isEmpty()) {
                after = changes.getLast().number();
                next(changes.stream().map(ChangeStream::event).collect(Collectors.joining()));
                return true;
            }
            if (!clock.instant().isBefore(sent.plus(SILENCE))) {
                next(COMMENT);
                return true;
            }
            try {
                from.place().bell().await(LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for changes");
            }
        }
        return false;
    }

    private void next(String text) {
        piece = bytes(text);
        at = 0;
        sent = clock.instant();
    }

    private static String event(Change change) {
        return "id: " + change.number() + "\nevent: " + (change.now().isPresent() ? "put" : "delete") + "\ndata: "
                + Json.text(Said.of(change)) + "\n\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        from.place().close();
    }
}
