package dev.sallyport.kit.engine;

import dev.sallyport.domain.Spec;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection of HTTP/2 to an origin, over which many requests go at a time. On one event loop. */
final class Http2Origin extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Http2Origin.class);

    /** Until the origin says how many it takes. */
    private static final int STREAMS = 100;

    private static final int WINDOW = 256 * 1024;

    private final OriginPool pool;
    private final Channel channel;
    private int most = STREAMS;
    private int open;
    private boolean used;
    private boolean leaving;
    private int idleSince;

    Http2Origin(OriginPool pool, Channel channel) {
        this.pool = pool;
        this.channel = channel;
    }

    /** Speaks over the connection from here on. */
    @Spec("RFC 9113 §3.4")
    void speak() {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(Http2FrameCodecBuilder.forClient()
                .initialSettings(
                        Http2Settings.defaultSettings().pushEnabled(false).initialWindowSize(WINDOW))
                .build());
        pipeline.addLast(new Farewells());
        pipeline.addLast(new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
        pipeline.addLast(this);
    }

    /** Whether one more request may go over it. */
    boolean isFree() {
        return channel.isActive() && !leaving && open < most;
    }

    /** Whether nothing goes over it, since that second. */
    boolean isIdleSince(int second) {
        return open == 0 && idleSince <= second;
    }

    void close() {
        var _ = channel.close();
    }

    /** One more stream, for this asker. */
    void ask(OriginPool.Asker asker) {
        open++;
        var connection = new OriginConnection(pool, true);
        boolean before = used;
        used = true;
        new Http2StreamChannelBootstrap(channel)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(false));
                        connection.speakOver(stream, before);
                    }
                })
                .open()
                .addListener((io.netty.util.concurrent.Future<Http2StreamChannel> opened) -> {
                    if (opened.isSuccess()) {
                        opened.getNow().closeFuture().addListener(closed -> over());
                        asker.connected(connection);
                    } else {
                        over();
                        leaving = true;
                        asker.unconnected(opened.cause());
                    }
                });
    }

    private void over() {
        open--;
        idleSince = pool.now();
        pool.next();
    }

    /** Hears that the origin is leaving before the streams do that it gives back, so that they are not asked over this connection again. */
    private final class Farewells extends ChannelInboundHandlerAdapter {
        @Override
        @Spec("RFC 9113 §6.8")
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Http2GoAwayFrame) {
                leaving = true;
            }
            context.fireChannelRead(message);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof Http2SettingsFrame said && said.settings().maxConcurrentStreams() != null) {
            most = (int) Math.min(STREAMS, said.settings().maxConcurrentStreams());
        }
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("a connection to an origin failed: {}", cause.toString());
        leaving = true;
        close();
    }
}
