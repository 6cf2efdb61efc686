package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;

/** HTTP/1.1 and, to those who speak it, HTTP/1.0: head and body as they stand in RFC 9112. */
final class Http1Wire implements Wire {
    /** Bodies up to this size go out in one piece with their head. */
    private static final int SMALL = 16 * 1024;

    private final Channel channel;
    private final boolean old;
    private boolean chunked;

    /** @param old whether the client speaks HTTP/1.0 */
    Http1Wire(Channel channel, boolean old) {
        this.channel = channel;
        this.old = old;
    }

    @Override
    public ChannelFuture whole(int status, Headers fields, ByteBuf body) {
        int length = body.readableBytes();
        if (length > SMALL) {
            var _ = channel.write(Http1Head.answer(channel.alloc(), old, status, fields, 0));
            return channel.writeAndFlush(body);
        }
        ByteBuf answer =
                Http1Head.answer(channel.alloc(), old, status, fields, length).writeBytes(body);
        body.release();
        return channel.writeAndFlush(answer);
    }

    @Override
    public ChannelFuture head(int status, Headers fields) {
        chunked = !old && !fields.has("content-length");
        return channel.write(Http1Head.answer(
                channel.alloc(), old, status, chunked ? fields.set("transfer-encoding", "chunked") : fields, 0));
    }

    @Override
    public ChannelFuture piece(ByteBuf piece) {
        return chunked ? Http1Head.chunk(channel, piece) : channel.write(piece);
    }

    @Override
    public ChannelFuture end(ByteBuf last) {
        if (!chunked) {
            return channel.writeAndFlush(last);
        }
        if (last.isReadable()) {
            var _ = piece(last);
        } else {
            last.release();
        }
        ChannelFuture sent = Http1Head.lastChunk(channel);
        channel.flush();
        return sent;
    }

    @Override
    public ChannelFuture callForBody() {
        return channel.writeAndFlush(Http1Head.answer(channel.alloc(), false, 100, Headers.NONE, 0));
    }
}
