package dev.sallyport.kit.engine;

import dev.sallyport.kit.engine.Reception.Received;
import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one connection of HTTP/1.1, one after the other, or the one request of a stream of HTTP/2. What a client sends
 * ahead waits until what came before is answered. On one event loop.
 */
final class Conversation extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    /** Declared bodies up to this size are whole before the handler is called. */
    private static final int SMALL = 64 * 1024;

    /** So many messages may have been sent ahead before no more are read. */
    private static final int MOST_AHEAD = 16;

    /** How long the rest of a body that nobody wants is taken, so that the answer is not lost to a reset connection. */
    private static final int LINGER_MILLIS = 2_000;

    private static final int TOLD_MILLIS = 50;

    private final Listener listener;
    private final Connection connection;
    private final Delivery delivery;
    private final Reception reception;
    private final Queue<Object> ahead = new ArrayDeque<>(2);
    private ChannelHandlerContext context;
    private Optional<Collected> collected = Optional.empty();
    private Optional<Exchange> current = Optional.empty();
    private boolean refused;
    private boolean closesAfter;
    private boolean goingOn;
    private boolean watched;

    /** @param forwarder the way to other servers over the same event loop */
    Conversation(Listener listener, Connection connection, Forwarder forwarder) {
        this.listener = listener;
        this.connection = connection;
        this.delivery = new Delivery(listener, forwarder);
        this.reception = new Reception(listener, connection);
    }

    /** A request whose body, small or none, is not whole yet. */
    private record Collected(HttpRequest raw, Request request, Optional<ByteBuf> body) {}

    Channel channel() {
        return context.channel();
    }

    Connection connection() {
        return connection;
    }

    Delivery delivery() {
        return delivery;
    }

    Listener listener() {
        return listener;
    }

    /** Whether the next answer is the last of the connection. */
    boolean closes() {
        return closesAfter || (listener.isDraining() && !connection.isShared());
    }

    /** The answer can end in no other way. */
    void closeAfter() {
        closesAfter = true;
    }

    void close() {
        Channel channel = channel();
        var _ = channel.close();
    }

    /** Whether more is read from the client; it is told to wait by not being read. */
    void reading(boolean wanted) {
        if (channel().config().isAutoRead() != wanted) {
            channel().config().setAutoRead(wanted);
        }
    }

    /** How the answer to that request is written. */
    Wire wire(HttpRequest head) {
        return connection.isShared()
                ? new Http2Wire(channel())
                : new Http1Wire(channel(), head.protocolVersion().equals(HttpVersion.HTTP_1_0));
    }

    /** The client waits to be told that its body is wanted. */
    void callForBody() {
        var _ = current.orElseThrow().callForBody();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object message) {
        if (refused || !(message instanceof HttpObject)) {
            ReferenceCountUtil.release(message);
        } else if (ahead.isEmpty() && isNext(message)) {
            take(message);
        } else {
            ahead.add(message);
            if (ahead.size() >= MOST_AHEAD) {
                reading(false);
            }
        }
    }

    /** Whether the message belongs to the request that is read now, and not to one sent ahead. */
    private boolean isNext(Object message) {
        return current.isEmpty()
                || (!(message instanceof HttpRequest) && current.get().hasRest());
    }

    private void take(Object message) {
        if (message instanceof HttpRequest head) {
            accept(head);
        }
        if (message instanceof HttpContent content) {
            content(content);
        }
    }

    private void accept(HttpRequest head) {
        switch (reception.receive(head)) {
            case Received.Refused(var answer) -> refuse(head, answer);
            case Received.Taken(var request) -> begin(head, request);
        }
    }

    private void begin(HttpRequest head, Request request) {
        if (WebSocketUpgrade.isAsked(head)) {
            stopReading();
        }
        listener.begin();
        boolean chunked = head.headers().contains("transfer-encoding");
        boolean expects = head.headers().contains("expect");
        String length = head.headers().get("content-length", "0");
        if (!chunked
                && (length.equals("0") || (!expects && length.length() < 6 && Integer.parseInt(length) <= SMALL))) {
            collected = Optional.of(new Collected(head, request, Optional.empty()));
        } else {
            var declared = chunked ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(length));
            var body = new IncomingBody(this, declared, expects, listener.limits(), listener.seconds());
            run(head, request.with(body), Optional.of(body));
        }
    }

    private void content(HttpContent content) {
        if (refused) {
            content.release();
        } else if (content.decoderResult().isFailure()) {
            content.release();
            current.ifPresentOrElse(this::broken, this::close);
        } else if (collected.isPresent()) {
            collect(collected.get(), content);
        } else {
            stream(content);
        }
    }

    /** What comes is not the body that was said; whoever reads it might take the rest for another request (T40). */
    private void broken(Exchange exchange) {
        boolean told = exchange.isHeadSent();
        exchange.drop();
        if (told) {
            close();
        } else {
            Problem problem = Problem.malformed("The body is not in chunks as they are taken here.");
            refuse(exchange.raw(), reception.refused(problem).answer());
        }
    }

    private void stream(HttpContent content) {
        Optional<IncomingBody> body = current.flatMap(Exchange::incoming);
        if (body.isEmpty()) {
            content.release();
            return;
        }
        if (content.content().isReadable()) {
            body.get().arrived(content.content());
        } else {
            content.release();
        }
        if (content instanceof LastHttpContent) {
            body.get().ended();
        }
    }

    private void collect(Collected so, HttpContent content) {
        Optional<ByteBuf> body = so.body();
        if (content.content().isReadable()) {
            body = Optional.of(body.orElseGet(Unpooled::buffer).writeBytes(content.content()));
        }
        content.release();
        if (content instanceof LastHttpContent) {
            collected = Optional.empty();
            Request whole = body.map(bytes -> so.request().with(RequestBody.of(ByteBufUtil.getBytes(bytes))))
                    .orElse(so.request());
            run(so.raw(), whole, Optional.empty());
        } else {
            collected = Optional.of(new Collected(so.raw(), so.request(), body));
        }
    }

    private void run(HttpRequest raw, Request request, Optional<IncomingBody> body) {
        var exchange = new Exchange(this, raw, request, body, listener.received(request));
        connection.busy();
        current = Optional.of(exchange);
        delivery.run(exchange);
    }

    /** What came after this request would be a WebSocket's, and is not read as requests whatever becomes of it (T40). */
    private void stopReading() {
        StrictDecoder decoder = channel().pipeline().get(StrictDecoder.class);
        if (decoder != null) {
            decoder.stop();
        }
    }

    /** Answers before anything of the request is believed, and reads nothing more: it may be the tail of something else (T40). */
    private void refuse(HttpRequest head, Response response) {
        refused = true;
        byte[] bytes = ((ResponseBody.Bytes) response.body()).bytes();
        Headers fields = response.headers()
                .set(
                        "content-length",
                        Integer.toString(bytes.length),
                        "x-request-id",
                        listener.newId(),
                        "connection",
                        response.status() == 426 ? "upgrade, close" : "close");
        wire(head)
                .whole(response.status(), fields, Unpooled.wrappedBuffer(bytes))
                .addListener(sent -> closeIn(TOLD_MILLIS));
    }

    /** The body of one stream may drip while others of the connection do well. */
    @Override
    public void channelReadComplete(ChannelHandlerContext complete) {
        if (connection.isShared() && collected.isPresent() && !watched) {
            watched = true;
            var _ = channel()
                    .eventLoop()
                    .schedule(this::giveUp, listener.limits().idle().toMillis(), TimeUnit.MILLISECONDS);
        }
        complete.fireChannelReadComplete();
    }

    private void giveUp() {
        if (collected.isPresent()) {
            close();
        }
    }

    private void closeIn(int millis) {
        var _ = channel().eventLoop().schedule(this::close, millis, TimeUnit.MILLISECONDS);
    }

    /** The answer is with the client, or will never be; what becomes of the connection after it. */
    void finish(Exchange exchange) {
        if (!exchange.over()) {
            return;
        }
        listener.finish();
        connection.idle();
        if (refused) {
            closeIn(TOLD_MILLIS);
        } else if (exchange.hasRest()) {
            exchange.incoming().get().discard();
            closeIn(LINGER_MILLIS);
        } else if (exchange.closesAfter()) {
            close();
        } else {
            current = Optional.empty();
            goOn();
        }
    }

    /** With what was sent ahead. */
    private void goOn() {
        if (goingOn) {
            return;
        }
        goingOn = true;
        while (!ahead.isEmpty() && !refused && isNext(ahead.peek())) {
            take(ahead.poll());
        }
        goingOn = false;
        if (ahead.size() < MOST_AHEAD && current.flatMap(Exchange::incoming).isEmpty()) {
            reading(true);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        current.ifPresent(Exchange::writabilityChanged);
        changed.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext closed) {
        if (collected.isPresent()) {
            collected = Optional.empty();
            listener.finish();
        }
        current.ifPresent(Exchange::gone);
        forget();
        closed.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        forget();
    }

    private void forget() {
        ahead.forEach(ReferenceCountUtil::release);
        ahead.clear();
    }

    /** A reset, or a handshake that failed: the peer's affair, and its address is not logged. */
    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
        LOG.debug("a connection came to nothing: {}", cause.getMessage());
        close();
    }
}
