package dev.sallyport.kit.engine;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of HTTP/2 that answers its first requests as a test says, and all others with 204, each as soon as its head is there. */
final class DecliningOrigin implements AutoCloseable {
    /** What becomes of a request. */
    enum Way {
        /** This stream only, unread. */
        REFUSED,
        /** The connection ends, and this stream was not looked at. */
        FAREWELL,
        /** The stream ends, and something may have come of it. */
        CANCELLED
    }

    private static final byte[] GOAWAY = {0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    private final Loops loops = new Loops();
    private final Channel listening;
    private final AtomicInteger asked = new AtomicInteger();

    /** @param times how many requests are treated so */
    DecliningOrigin(Way way, int times, PrivateKey key, X509Certificate certificate) throws Exception {
        SslContext tls = SslContextBuilder.forServer(key, certificate)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        "h2"))
                .build();
        listening = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.listening())
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel taken) {
                        taken.pipeline()
                                .addLast(tls.newHandler(taken.alloc()))
                                .addLast(Http2FrameCodecBuilder.forServer().build())
                                .addLast(new Answers(way, times));
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
    }

    private final class Answers extends ChannelInboundHandlerAdapter {
        private final Way way;
        private final int times;

        Answers(Way way, int times) {
            this.way = way;
            this.times = times;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Http2HeadersFrame head) {
                answer(context, head.stream());
            }
            ReferenceCountUtil.release(message);
        }

        private void answer(ChannelHandlerContext context, Http2FrameStream stream) {
            if (asked.incrementAndGet() > times) {
                var _ = context.writeAndFlush(
                        new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("204"), true).stream(stream));
                return;
            }
            var _ = switch (way) {
                case REFUSED ->
                    context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.REFUSED_STREAM).stream(stream));
                case CANCELLED -> context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL).stream(stream));
                // The codec would name the last stream that came; this one has looked at none.
                case FAREWELL ->
                    context.pipeline().context(Http2FrameCodec.class).writeAndFlush(Unpooled.wrappedBuffer(GOAWAY));
            };
        }
    }

    /** How often it was asked. */
    int asked() {
        return asked.get();
    }

    URI url() {
        return URI.create("https://localhost:" + ((InetSocketAddress) listening.localAddress()).getPort());
    }

    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        loops.close();
    }
}
