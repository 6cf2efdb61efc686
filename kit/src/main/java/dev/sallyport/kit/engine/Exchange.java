package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Request;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Optional;

/** One request on its way through the engine, and the only place that writes its answer. On the event loop of its connection. */
final class Exchange {
    private final Conversation conversation;
    private final HttpRequest raw;
    private final Request request;
    private final Optional<IncomingBody> incoming;
    private final HttpEngine.Handling handling;
    private final Wire wire;
    private final boolean lasts;
    private boolean headSent;
    private boolean dropped;
    private boolean over;
    private Runnable whenGone = () -> {};
    private Runnable whenWritable = () -> {};

    /**
     * @param incoming its body where that is still arriving
     */
    Exchange(
            Conversation conversation,
            HttpRequest raw,
            Request request,
            Optional<IncomingBody> incoming,
            HttpEngine.Handling handling) {
        this.conversation = conversation;
        this.raw = raw;
        this.request = request;
        this.incoming = incoming;
        this.handling = handling;
        this.wire = conversation.wire(raw);
        this.lasts = HttpUtil.isKeepAlive(raw);
    }

    Request request() {
        return request;
    }

    HttpRequest raw() {
        return raw;
    }

    Optional<IncomingBody> incoming() {
        return incoming;
    }

    HttpEngine.Handling handling() {
        return handling;
    }

    Conversation conversation() {
        return conversation;
    }

    Channel channel() {
        return conversation.channel();
    }

    EventLoop loop() {
        return channel().eventLoop();
    }

    boolean isHead() {
        return request.method().equals("HEAD");
    }

    /** Whether bytes of the body are still to come that nobody will read. */
    boolean hasRest() {
        return incoming.isPresent() && !incoming.get().isEnded();
    }

    /** Whether the connection would become a WebSocket. */
    boolean isUpgrading() {
        return !conversation.connection().isShared() && WebSocketUpgrade.isAsked(raw);
    }

    /** A connection that did not become what was asked for carries nothing else: the two ends might disagree whether it did (T40). */
    boolean closesAfter() {
        return conversation.closes() || hasRest() || !lasts || isUpgrading();
    }

    boolean isHeadSent() {
        return headSent;
    }

    /** Whether the client is gone, so that nobody can be answered. */
    boolean isGone() {
        return dropped || !channel().isActive();
    }

    /** The client is told something else: whatever is still made of the request is not sent. */
    void drop() {
        dropped = true;
        headSent = true;
        gone();
    }

    /** Once all that could be done is done; false when that was so already. */
    boolean over() {
        boolean first = !over;
        over = true;
        whenGone = () -> {};
        whenWritable = () -> {};
        return first;
    }

    /** What is to be done when the client goes before the exchange is over. */
    void whenGone(Runnable then) {
        whenGone = then;
    }

    /** What is to be done when the client can take more, or less, than before. */
    void whenWritable(Runnable then) {
        whenWritable = then;
    }

    void gone() {
        incoming.ifPresent(IncomingBody::broken);
        whenGone.run();
    }

    void writabilityChanged() {
        whenWritable.run();
    }

    static boolean hasNoBody(int status) {
        return status == 204 || status == 304;
    }

    /** The whole answer in one piece; takes the body over. */
    ChannelFuture whole(int status, Headers fields, ByteBuf body) {
        boolean told = hasNoBody(status) || fields.has("content-length");
        Headers length = told ? fields : fields.set("content-length", Integer.toString(body.readableBytes()));
        if (isHead() || hasNoBody(status)) {
            body.release();
            return wire.whole(status, begun(status, length), Unpooled.EMPTY_BUFFER);
        }
        return wire.whole(status, begun(status, length), body);
    }

    /** The head of an answer whose body is not sent, whatever length the fields tell. */
    ChannelFuture bodiless(int status, Headers fields) {
        return wire.whole(status, begun(status, fields), Unpooled.EMPTY_BUFFER);
    }

    /** The head of an answer whose body follows, not flushed: without a length in the fields it ends by itself. */
    ChannelFuture head(int status, Headers fields) {
        if (isOld() && !fields.has("content-length")) {
            conversation.closeAfter();
        }
        return wire.head(status, begun(status, fields));
    }

    /** The head of 101, after which the connection is no longer HTTP. */
    ChannelFuture leave(Headers fields) {
        headSent = true;
        return wire.whole(101, fields.set("x-request-id", request.id()), Unpooled.EMPTY_BUFFER);
    }

    /** A piece of the body, not flushed; takes it over. */
    ChannelFuture piece(ByteBuf piece) {
        return wire.piece(piece);
    }

    /** A piece of a file, flushed, where the connection is neither encrypted nor shared. */
    ChannelFuture region(FileRegion region) {
        return channel().writeAndFlush(region);
    }

    /** The end of the body, flushed, with the last piece of it; takes that over. */
    ChannelFuture end(ByteBuf last) {
        return wire.end(last);
    }

    /** The client waits to be told that its body is wanted. */
    ChannelFuture callForBody() {
        return wire.callForBody();
    }

    private Headers begun(int status, Headers fields) {
        if (status < 200 || status > 599) {
            throw new IllegalStateException("a handler answered with status " + status);
        }
        headSent = true;
        Headers named = fields.has("x-request-id") ? fields : fields.with("x-request-id", request.id());
        if (closesAfter()) {
            return named.set("connection", "close");
        }
        return isOld() ? named.set("connection", "keep-alive") : named;
    }

    private boolean isOld() {
        return raw.protocolVersion().equals(HttpVersion.HTTP_1_0);
    }
}
