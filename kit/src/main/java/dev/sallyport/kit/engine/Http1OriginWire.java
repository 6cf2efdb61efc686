package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/** HTTP/1.1: head and body as they stand in RFC 9112. */
final class Http1OriginWire implements OriginWire {
    private final Channel channel;
    private boolean chunked;

    Http1OriginWire(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void whole(Asking asking, Headers own, ByteBuf body) {
        write(bytes(asking, own, body.readableBytes()).writeBytes(body));
        body.release();
    }

    @Override
    public void head(Asking asking, Headers own) {
        chunked = !own.has("content-length");
        write(bytes(asking, chunked ? own.with("transfer-encoding", "chunked") : own, 0));
    }

    private ByteBuf bytes(Asking asking, Headers own, int more) {
        return Http1Head.request(
                channel.alloc(),
                asking.head().method(),
                asking.target(),
                asking.head().headers(),
                asking.withheld(),
                own,
                more);
    }

    @Override
    public void piece(ByteBuf piece) {
        if (chunked) {
            var _ = Http1Head.chunk(channel, piece);
        } else {
            write(piece);
        }
    }

    @Override
    public void end() {
        if (chunked) {
            var _ = Http1Head.lastChunk(channel);
        }
    }

    private void write(ByteBuf bytes) {
        var _ = channel.write(bytes, channel.voidPromise());
    }
}
