package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.RequestBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
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

    /** Who takes a body on the event loop. */
    interface Sink {
        /** Takes the piece over. */
        void piece(ByteBuf piece);

        void end();

        /** No more comes, and what came is not all. */
        void broken();
    }

    private final Conversation conversation;
    private final OptionalLong length;
    private final boolean expectsContinue;
    private final HttpEngine.Limits limits;
    private final IntSupplier seconds;
    private final BlockingQueue<Arrival> pieces = new LinkedBlockingQueue<>();
    private final InputStream stream = new Pieces();
    private Sink sink = new Queue();
    private Optional<Future<?>> watch = Optional.empty();
    private long seen;
    private boolean begun;
    private volatile boolean ended;

    /** Made on the event loop, where the conversation reads no further until somebody wants the body. */
    IncomingBody(
            Conversation conversation,
            OptionalLong length,
            boolean expectsContinue,
            HttpEngine.Limits limits,
            IntSupplier seconds) {
        this.conversation = conversation;
        this.length = length;
        this.expectsContinue = expectsContinue;
        this.limits = limits;
        this.seconds = seconds;
        conversation.reading(false);
    }

    /** On the event loop; takes the piece over. */
    void arrived(ByteBuf piece) {
        seen += piece.readableBytes();
        sink.piece(piece);
    }

    /** The last byte has arrived. On the event loop. */
    void ended() {
        ended = true;
        watch.ifPresent(w -> w.cancel(false));
        conversation.reading(true);
        sink.end();
    }

    /** What still should come never will. On the event loop. */
    void broken() {
        watch.ifPresent(w -> w.cancel(false));
        if (!ended) {
            sink.broken();
        }
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
        watch.ifPresent(w -> w.cancel(false));
        sink = new Nobody();
        conversation.reading(true);
    }

    /**
     * Streams the whole body on. On the event loop, and only if nobody has read from it. A sender who drips, or who sends more
     * than is borne without having declared it, loses the connection. How fast it is read, the taker says.
     */
    void pipe(Sink to) {
        int since = seconds.getAsInt();
        watch = Optional.of(conversation
                .channel()
                .eventLoop()
                .scheduleAtFixedRate(
                        () -> {
                            if (seen > limits.bodyBytes() || isTooSlow(seen, seconds.getAsInt() - since)) {
                                conversation.close();
                            }
                        },
                        WATCH.toMillis(),
                        WATCH.toMillis(),
                        TimeUnit.MILLISECONDS));
        sink = to;
        allow();
        for (Arrival early = pieces.poll(); early != null; early = pieces.poll()) {
            switch (early) {
                case Arrival.Piece(byte[] bytes) -> sink.piece(Unpooled.wrappedBuffer(bytes));
                case Arrival.End end -> sink.end();
                case Arrival.Broken broken -> sink.broken();
            }
        }
        conversation.reading(true);
    }

    private boolean isTooSlow(long bytes, int took) {
        return took > limits.idle().toSeconds() && bytes / took < SLOWEST;
    }

    private void allow() {
        if (expectsContinue) {
            conversation.callForBody();
        }
    }

    private void begin() {
        if (!begun) {
            begun = true;
            onLoop(() -> {
                allow();
                conversation.reading(true);
            });
        }
    }

    private void onLoop(Runnable step) {
        conversation.channel().eventLoop().execute(step);
    }

    /** Keeps what arrives for the virtual thread that reads. */
    private final class Queue implements Sink {
        @Override
        public void piece(ByteBuf piece) {
            pieces.add(new Arrival.Piece(ByteBufUtil.getBytes(piece)));
            piece.release();
            if (pieces.size() >= AHEAD) {
                conversation.reading(false);
            }
        }

        @Override
        public void end() {
            pieces.add(new Arrival.End());
        }

        @Override
        public void broken() {
            pieces.add(new Arrival.Broken());
        }
    }

    /** Forgets what arrives. */
    private static final class Nobody implements Sink {
        @Override
        public void piece(ByteBuf piece) {
            piece.release();
        }

        @Override
        public void end() {
            // Nobody waits for it.
        }

        @Override
        public void broken() {
            // Nobody waits for it.
        }
    }

    /** The blocking end of the queue. */
    private final class Pieces extends InputStream {
        private byte[] piece = new byte[0];
        private int at;
        private long taken;
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
            int some = Math.min(count, piece.length - at);
            System.arraycopy(piece, at, into, offset, some);
            at += some;
            return some;
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
            taken += bytes.length;
            if (isTooSlow(taken, seconds.getAsInt() - since)) {
                throw new IOException("the sender is too slow");
            }
            if (pieces.size() == AHEAD / 2) {
                onLoop(() -> conversation.reading(true));
            }
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
