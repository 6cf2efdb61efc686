package dev.sallyport.kit.engine;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/**
 * Heads of HTTP/1.1 as they stand on the wire. Names and values are free of control characters, for {@link Headers} takes no
 * others, so that none of them can end its line.
 */
final class Http1Head {
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_LINE = "\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Up to this size, in bytes, copying is cheaper than writing in parts. */
    private static final int COPIED = 4 * 1024;

    private static final String[] LINES = lines();

    private final byte[] bytes;
    private int length;

    private static String[] lines() {
        String[] lines = new String[600];
        for (int status = 100; status < lines.length; status++) {
            lines[status] =
                    " " + status + " " + HttpResponseStatus.valueOf(status).reasonPhrase() + "\r\n";
        }
        return lines;
    }

    private Http1Head(int longest) {
        this.bytes = new byte[longest];
    }

    /** The head of an answer, and room behind it for {@code more} bytes. */
    @Spec("RFC 9112 §4")
    static ByteBuf answer(ByteBufAllocator memory, boolean old, int status, Headers fields, int more) {
        String line = LINES[status];
        var head = new Http1Head(8 + line.length() + size(fields));
        head.add(old ? "HTTP/1.0" : "HTTP/1.1");
        head.add(line);
        return head.ended(memory, fields, name -> false, more);
    }

    /**
     * The head of a request, and room behind it for {@code more} bytes.
     *
     * @param withheld fields that are left out, by name in lower case
     * @param own fields beside the others
     */
    @Spec("RFC 9112 §3")
    static ByteBuf request(
            ByteBufAllocator memory,
            String method,
            String target,
            Headers fields,
            Predicate<String> withheld,
            Headers own,
            int more) {
        var head = new Http1Head(method.length() + target.length() + 12 + size(fields) + size(own));
        head.add(method);
        head.add(" ");
        head.add(target);
        head.add(" HTTP/1.1\r\n");
        own.each(head::field);
        return head.ended(memory, fields, withheld, more);
    }

    private static int size(Headers fields) {
        int[] size = {2};
        fields.each((name, value) -> size[0] += name.length() + value.length() + 4);
        return size[0];
    }

    private void field(String name, String value) {
        add(name);
        add(": ");
        add(value);
        add("\r\n");
    }

    private ByteBuf ended(ByteBufAllocator memory, Headers fields, Predicate<String> withheld, int more) {
        fields.each((name, value) -> {
            if (!withheld.test(name)) {
                field(name, value);
            }
        });
        add("\r\n");
        return memory.ioBuffer(length + more).writeBytes(bytes, 0, length);
    }

    /** One byte to a character, as the decoder read them. */
    @SuppressWarnings("deprecation")
    private void add(String text) {
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
    }

    /** Writes the piece as a chunk, not flushed; takes it over. */
    @Spec("RFC 9112 §7.1")
    static ChannelFuture chunk(Channel channel, ByteBuf piece) {
        if (!piece.isReadable()) {
            // As a chunk it would be the last.
            return channel.write(piece);
        }
        byte[] size = (Integer.toHexString(piece.readableBytes()) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        if (piece.readableBytes() > COPIED) {
            var _ = channel.write(Unpooled.wrappedBuffer(size));
            var _ = channel.write(piece);
            return channel.write(Unpooled.wrappedBuffer(END_OF_LINE));
        }
        ByteBuf framed = channel.alloc().ioBuffer(size.length + piece.readableBytes() + END_OF_LINE.length);
        framed.writeBytes(size).writeBytes(piece).writeBytes(END_OF_LINE);
        piece.release();
        return channel.write(framed);
    }

    /** Writes what ends a body of chunks, not flushed. */
    static ChannelFuture lastChunk(Channel channel) {
        return channel.write(Unpooled.wrappedBuffer(LAST_CHUNK));
    }
}
