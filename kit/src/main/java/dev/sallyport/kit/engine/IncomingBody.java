package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.RequestBody;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.WriteStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * A body that is still arriving. The event loop puts pieces into a short queue, a virtual thread takes them out, and the
 * sender is held back while the queue is full. A sender who stalls or drips is given up (T43).
 */
final class IncomingBody implements RequestBody {
    private static final int AHEAD = 8;

    /** Below this average, in bytes a second, a body that takes longer than the idle time is given up. */
    private static final int SLOWEST = 512;

    /** How often a body that is streamed on is looked at. */
    private static final Duration WATCH = Duration.ofSeconds(1);

    /** What the event loop puts into the queue. */
    private sealed interface Arrival {
        record Piece(byte[] bytes) implements Arrival {}

        record End() implements Arrival {}

        record Broken() implements Arrival {}
    }

    private final HttpServerRequest request;
    private final Context context;
    private final OptionalLong length;
    private final HttpEngine.Limits limits;
    private final IntSupplier seconds;
    private final boolean expectsContinue;
    private final BlockingQueue<Arrival> pieces = new ArrayBlockingQueue<>(AHEAD + 4);
    private final InputStream stream = new Pieces();
    private boolean begun;
    private volatile boolean ended;

    /** Must be made on the event loop, before the request's handler returns. */
    IncomingBody(HttpServerRequest request, Context context, HttpEngine.Limits limits, IntSupplier seconds) {
        this.request = request;
        this.context = context;
        this.limits = limits;
        this.seconds = seconds;
        String declared = request.getHeader("content-length");
        this.length = declared == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(declared));
        this.expectsContinue = request.getHeader("expect") != null;
        request.pause();
        request.exceptionHandler(failure -> offer(new Arrival.Broken()));
        request.endHandler(done -> {
            ended = true;
            offer(new Arrival.End());
        });
        request.handler(piece -> offer(new Arrival.Piece(piece.getBytes())));
    }

    @Override
    public InputStream stream() {
        return stream;
    }

    @Override
    public OptionalLong length() {
        return length;
    }

    /** Whether the last byte has arrived. */
    boolean isEnded() {
        return ended;
    }

    /** Takes what is still to come and forgets it. On the event loop. */
    void discard() {
        request.handler(piece -> {});
        request.resume();
    }

    /**
     * Streams the whole body on, at the pace of the receiver. On the event loop, and only if nobody has read from it. A sender
     * who drips, or who sends more than is borne without having declared it, loses the connection.
     */
    Future<Void> pipe(WriteStream<Buffer> to) {
        allow();
        request.handler(null);
        request.endHandler(null);
        int begun = seconds.getAsInt();
        long watch = context.owner().setPeriodic(WATCH.toMillis(), now -> {
            long seen = request.bytesRead();
            if (seen > limits.bodyBytes() || isTooSlow(seen, seconds.getAsInt() - begun)) {
                request.connection().close();
            }
        });
        // What breaks off here must not look whole to the receiver.
        return request.pipe()
                .endOnFailure(false)
                .to(to)
                .onSuccess(done -> ended = true)
                .onComplete(done -> context.owner().cancelTimer(watch));
    }

    private boolean isTooSlow(long seen, int took) {
        return took > limits.idle().toSeconds() && seen / took < SLOWEST;
    }

    private void offer(Arrival arrival) {
        if (!pieces.offer(arrival)) {
            throw new IllegalStateException("more pieces arrived than were asked for");
        }
    }

    private void allow() {
        if (expectsContinue) {
            request.response().writeContinue();
        }
    }

    private void begin() {
        if (!begun) {
            begun = true;
            context.runOnContext(now -> {
                allow();
                request.fetch(AHEAD);
            });
        }
    }

    /** The blocking end of the queue. */
    private final class Pieces extends InputStream {
        private byte[] piece = new byte[0];
        private int at;
        private long seen;
        private int since = -1;
        private boolean last;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            while (at == piece.length && count > 0) {
                if (last || !next()) {
                    return -1;
                }
            }
            int taken = Math.min(count, piece.length - at);
            System.arraycopy(piece, at, into, offset, taken);
            at += taken;
            return taken;
        }

        private boolean next() throws IOException {
            since = since < 0 ? seconds.getAsInt() : since;
            begin();
            return switch (take()) {
                case Arrival.End end -> {
                    last = true;
                    yield false;
                }
                case Arrival.Broken broken -> throw new IOException("the body broke off");
                case Arrival.Piece(var bytes) -> {
                    taken(bytes);
                    yield true;
                }
            };
        }

        private void taken(byte[] bytes) throws IOException {
            piece = bytes;
            at = 0;
            seen += bytes.length;
            if (isTooSlow(seen, seconds.getAsInt() - since)) {
                throw new IOException("the sender is too slow");
            }
            context.runOnContext(now -> request.fetch(1));
        }

        private Arrival take() throws IOException {
            try {
                Arrival arrival = pieces.poll(limits.idle().toMillis(), TimeUnit.MILLISECONDS);
                if (arrival == null) {
                    throw new IOException("the sender is too slow");
                }
                return arrival;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for the body", e);
            }
        }
    }
}
