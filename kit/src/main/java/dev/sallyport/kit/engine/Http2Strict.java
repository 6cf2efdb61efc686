package dev.sallyport.kit.engine;

import dev.sallyport.domain.Spec;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Refuses heads of streams that have no method or no path, or one that could not stand in a line of HTTP/1.1. Netty's codec throws there
 * and loses a buffer each time, so they must not reach it (T40, T43).
 */
@ChannelHandler.Sharable
final class Http2Strict extends ChannelInboundHandlerAdapter {
    static final Http2Strict INSTANCE = new Http2Strict();

    private Http2Strict() {}

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof Http2HeadersFrame head && !isTrailer(head) && !isWhole(head.headers())) {
            ReferenceCountUtil.release(message);
            context.writeAndFlush(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("400"), true))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            context.fireChannelRead(message);
        }
    }

    private static boolean isTrailer(Http2HeadersFrame head) {
        return head.isEndStream()
                && head.headers().method() == null
                && head.headers().path() == null
                && head.headers().scheme() == null
                && head.headers().authority() == null;
    }

    @Spec("RFC 9113 §8.3.1")
    private static boolean isWhole(Http2Headers headers) {
        return isVisible(headers.method()) && isVisible(headers.path());
    }

    private static boolean isVisible(CharSequence text) {
        return text != null && !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
