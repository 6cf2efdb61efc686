package dev.sallyport.kit.engine;

import dev.sallyport.domain.Spec;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to an origin, and the one request that it carries now. On one event loop. */
final class OriginConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(OriginConnection.class);
    private static final int SWITCHING = 101;

    /** The body of an answer that nobody wants is read up to this length, to keep its connection. */
    private static final long DISCARDED = 64 * 1024;

    /** Who asks the origin something. Told on the event loop; after the end, or where it broke, nothing more. */
    interface Asker {
        /** The head of the answer. */
        void head(HttpResponse head);

        /** A piece of its body; takes it over. */
        void piece(ByteBuf piece);

        /** The end of its body, with the last piece; takes it over. */
        void end(ByteBuf last);

        /** No more is to be had just now. */
        void pause();

        /** Whether the origin takes more, or no more, of what it is asked has changed. */
        void writabilityChanged();

        /** There is no answer, or no more of it. */
        void broken(Throwable cause);
    }

    /** The origin says of a stream that it has done nothing of it. */
    static final class Declined extends IOException {
        private static final long serialVersionUID = 1L;

        Declined() {
            super("the origin gave the request back");
        }
    }

    private final OriginPool pool;
    private final boolean single;
    private final AnswerDecoder decoder = new AnswerDecoder();
    private Channel channel;
    private OriginWire wire;
    private Optional<Asker> asker = Optional.empty();
    private boolean used;
    private boolean asked;
    private boolean informing;
    private boolean lasts;
    private int keptSince;
    private long patience;
    private long moved;
    private long alarm;
    private Optional<Future<?>> timer = Optional.empty();

    /** @param single whether it is for one request alone */
    OriginConnection(OriginPool pool, boolean single) {
        this.pool = pool;
        this.single = single;
    }

    /** HTTP/1.1 over a connection of its own. */
    void speakOver(SocketChannel socket) {
        channel = socket;
        wire = new Http1OriginWire(socket);
        socket.pipeline().addLast(decoder).addLast(this);
    }

    /**
     * HTTP/2 over a stream of a connection.
     *
     * @param before whether the connection carried others
     */
    void speakOver(Channel stream, boolean before) {
        channel = stream;
        wire = new Http2OriginWire(stream);
        used = before;
        stream.pipeline().addLast(this);
    }

    OriginWire wire() {
        return wire;
    }

    Channel channel() {
        return channel;
    }

    boolean isOpen() {
        return channel.isActive();
    }

    void close() {
        var _ = channel.close();
    }

    void keep(int now) {
        keptSince = now;
    }

    int keptSince() {
        return keptSince;
    }

    /**
     * The connection is the asker's until the answer is over, or is let go.
     *
     * @param head whether it is asked by {@code HEAD}
     * @return whether the connection carried a request before this one
     */
    boolean begin(Asker who, boolean head) {
        boolean before = used;
        used = true;
        asked = false;
        lasts = false;
        patience = 0;
        decoder.expect(head);
        asker = Optional.of(who);
        return before;
    }

    void flush() {
        channel.flush();
    }

    /** The request is with the origin as a whole; from here on it may be silent for so long. */
    void asked(Duration silence) {
        asked = true;
        patience = silence.toNanos();
        moved = System.nanoTime();
        watch(moved);
    }

    /** The answer has begun; from here on the origin may be silent for so long at a time. */
    void answering(Duration silence) {
        patience = silence.toNanos();
    }

    void reading(boolean wanted) {
        if (channel.config().isAutoRead() != wanted) {
            channel.config().setAutoRead(wanted);
        }
    }

    /** Nobody wants the answer any more. */
    void abort() {
        asker = Optional.empty();
        close();
    }

    /** Another answer is taken instead of this one, of which only the head has come. */
    void discard(HttpResponse head) {
        long length = HttpUtil.getContentLength(head, -1L);
        asker = Optional.of(new Nobody());
        boolean ends = Exchange.hasNoBody(head.status().code());
        if (!ends && (length < 0 || length > DISCARDED)) {
            abort();
        }
    }

    /** The connection leaves HTTP. */
    void leave() {
        asker = Optional.empty();
        timer.ifPresent(t -> t.cancel(false));
    }

    private void watch(long now) {
        long due = moved + patience;
        if (timer.isEmpty() || alarm - due > 0) {
            timer.ifPresent(t -> t.cancel(false));
            alarm = due;
            timer = Optional.of(channel.eventLoop().schedule(this::look, due - now, TimeUnit.NANOSECONDS));
        }
    }

    private void look() {
        timer = Optional.empty();
        long now = System.nanoTime();
        if (asker.isPresent() && patience > 0) {
            if (!channel.config().isAutoRead()) {
                // It is we who do not read.
                moved = now;
            }
            if (now - moved >= patience) {
                fail(new TimeoutException("the origin was silent for "
                        + Duration.ofNanos(patience).toMillis() + " ms"));
            } else {
                watch(now);
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (asker.isEmpty() || !(message instanceof HttpObject part)) {
            ReferenceCountUtil.release(message);
            // Who speaks without being asked is not asked again (RFC 9112 §9.2).
            close();
            return;
        }
        if (patience > 0) {
            moved = System.nanoTime();
        }
        if (part.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            fail(new DecoderException(
                    "what came is not HTTP", part.decoderResult().cause()));
            return;
        }
        if (message instanceof HttpResponse head) {
            head(head);
        }
        if (message instanceof HttpContent content) {
            content(content);
        }
    }

    private void head(HttpResponse head) {
        informing = head.status().codeClass() == HttpStatusClass.INFORMATIONAL
                && head.status().code() != SWITCHING;
        if (!informing) {
            lasts = HttpUtil.isKeepAlive(head);
            asker.ifPresent(who -> who.head(head));
        }
    }

    private void content(HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        if (informing || asker.isEmpty()) {
            content.release();
        } else if (last) {
            Asker who = asker.get();
            asker = Optional.empty();
            release();
            who.end(content.content());
        } else {
            asker.get().piece(content.content());
        }
    }

    /** Kept for another request, where both this one and its answer went to their end. */
    private void release() {
        if (asked && lasts && !single && isOpen()) {
            reading(true);
            pool.giveBack(this);
        } else {
            close();
        }
    }

    /** Nothing of it was used: it goes back as it came. */
    void unused() {
        if (single) {
            close();
        } else {
            pool.giveBack(this);
        }
    }

    private void fail(Throwable cause) {
        Optional<Asker> who = asker;
        asker = Optional.empty();
        close();
        who.ifPresent(a -> a.broken(cause));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        asker.ifPresent(Asker::pause);
        context.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        asker.ifPresent(Asker::writabilityChanged);
        context.fireChannelWritabilityChanged();
    }

    /** A stream above the last one that a leaving origin takes, or one that it had no place for. */
    @Override
    @Spec("RFC 9113 §8.7")
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        boolean declined = event instanceof Http2GoAwayFrame
                || (event instanceof Http2ResetFrame reset && reset.errorCode() == Http2Error.REFUSED_STREAM.code());
        if (declined) {
            ReferenceCountUtil.release(event);
            fail(new Declined());
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        timer.ifPresent(t -> t.cancel(false));
        fail(new IOException("the origin closed the connection"));
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("a connection to an origin failed: {}", cause.toString());
        fail(cause);
    }

    /** Takes an answer that nobody wants, to keep the connection. */
    private static final class Nobody implements Asker {
        @Override
        public void head(HttpResponse head) {
            // It has come.
        }

        @Override
        public void piece(ByteBuf piece) {
            piece.release();
        }

        @Override
        public void end(ByteBuf last) {
            last.release();
        }

        @Override
        public void pause() {
            // Nobody waits.
        }

        @Override
        public void writabilityChanged() {
            // Nothing is sent.
        }

        @Override
        public void broken(Throwable cause) {
            // Nobody waits.
        }
    }
}
