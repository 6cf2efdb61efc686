package dev.sallyport.kit.engine;

import dev.sallyport.domain.Spec;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;

/**
 * HTTP/2 from clients: each stream is a {@link Conversation} of one request. What a client may open, reset and leave half said has
 * a bound, by the codec's own counts (T43).
 */
final class Http2Street {
    /** Requests of one connection at a time. */
    private static final int STREAMS = 128;

    /** What may be under way of one body before anybody has read it, in bytes. */
    private static final int WINDOW = 256 * 1024;

    private static final int FAREWELL_MILLIS = 500;

    private Http2Street() {}

    /** Speaks it over the connection from here on. */
    @Spec("RFC 9113 §3.4")
    static void speak(ChannelPipeline pipeline, Listener listener, Connection connection, Forwarder forwarder) {
        connection.share();
        pipeline.addLast(codec(listener.limits().headerBytes()));
        pipeline.addLast(new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.pipeline()
                        .addLast(Http2Strict.INSTANCE)
                        .addLast(new Http2StreamFrameToHttpObjectCodec(true))
                        .addLast(new Conversation(listener, connection, forwarder));
            }
        }));
    }

    @Spec("RFC 9113 §6.5.2")
    private static Http2FrameCodec codec(int headerBytes) {
        return Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings()
                        .maxConcurrentStreams(STREAMS)
                        .initialWindowSize(WINDOW)
                        .maxHeaderListSize(headerBytes))
                .gracefulShutdownTimeoutMillis(FAREWELL_MILLIS)
                .build();
    }

    /** The client is told to take another connection for what it has not asked yet. */
    @Spec("RFC 9113 §6.8")
    static void bidFarewell(Connection connection) {
        connection.channel().eventLoop().execute(() -> {
            var _ = connection.channel().writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
        });
    }
}
