package dev.sallyport.kit.engine;

import dev.sallyport.domain.Spec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.Optional;

/**
 * Netty's decoder repairs some of what two servers in a row could read differently: folded lines, a length beside chunks,
 * white space before a colon or beside the size of a chunk. Here such a head is an invalid request, and nothing after it on the connection is read (T40).
 */
final class StrictDecoder extends HttpRequestDecoder {
    private static final int LONGEST_LINE = 8 * 1024;
    private static final int LONGEST_PIECE = 64 * 1024;

    private boolean inHead = true;
    private boolean requestLineRead;
    private boolean broken;
    private boolean stopped;
    private Optional<Chunks> chunks = Optional.empty();

    /** Bytes of a chunked body that stand in the buffer and have been followed already. */
    private int followed;

    /** @param longestHead all header fields together, in bytes */
    StrictDecoder(int longestHead) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(longestHead)
                .setMaxChunkSize(LONGEST_PIECE));
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (stopped && in.isReadable()) {
            // Who would speak another protocol waits for our half of the handshake (RFC 6455 §4.1).
            context.close().addListener(closed -> {});
        }
        if (broken || stopped) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (inHead && isAmbiguous(in)) {
            refuse(in, out);
            return;
        }
        if (inHead && !requestLineRead && endsInHalfALine(in)) {
            return;
        }
        if (chunks.isPresent() && isAmbiguous(chunks.get(), in)) {
            breakOff(in, out);
            return;
        }
        int before = out.size();
        int at = in.readerIndex();
        super.decode(context, in, out);
        followed -= in.readerIndex() - at;
        for (Object decoded : out.subList(before, out.size())) {
            if (decoded instanceof HttpRequest request) {
                inHead = false;
                broken |= request.decoderResult().isFailure();
                chunks = HttpUtil.isTransferEncodingChunked(request) ? Optional.of(new Chunks()) : Optional.empty();
                followed = 0;
            }
            if (decoded instanceof LastHttpContent) {
                inHead = true;
                requestLineRead = false;
                chunks = Optional.empty();
            }
        }
    }

    /** The connection leaves HTTP with the request that was read last: nothing more is read before it has. */
    void stop() {
        stopped = true;
    }

    @Override
    protected HttpMessage createInvalidMessage() {
        return new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/bad-request", Unpooled.EMPTY_BUFFER);
    }

    private void refuse(ByteBuf in, List<Object> out) {
        HttpMessage invalid = createInvalidMessage();
        invalid.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("ambiguous framing")));
        out.add(invalid);
        in.skipBytes(in.readableBytes());
        broken = true;
    }

    /** The head is with its handler already, so that the body can only break off. */
    private void breakOff(ByteBuf in, List<Object> out) {
        var last = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
        last.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("ambiguous chunks")));
        out.add(last);
        in.skipBytes(in.readableBytes());
        broken = true;
    }

    private boolean isAmbiguous(Chunks body, ByteBuf in) {
        followed += body.follow(in, in.readerIndex() + followed);
        return body.isWrong();
    }

    /** Blank lines before a head, the last cut in two: the decoder would pass over its CR, and the LF would look bare. */
    private static boolean endsInHalfALine(ByteBuf in) {
        boolean blank = in.forEachByte(b -> b == '\r' || b == '\n') < 0;
        return blank && in.isReadable() && in.getByte(in.writerIndex() - 1) == '\r';
    }

    /** Looks at the lines of the head that have arrived; reading stands at the beginning of a line here. */
    @Spec("RFC 9112 §2.2")
    @Spec("RFC 9112 §3")
    @Spec("RFC 9112 §5")
    private boolean isAmbiguous(ByteBuf in) {
        boolean anyLine = requestLineRead;
        boolean atStart = true;
        boolean emptyLine = false;
        int previous = 0;
        int end = in.writerIndex();
        for (int i = in.readerIndex(); i < end; i++) {
            int c = in.getByte(i);
            boolean folded = atStart && (c == ' ' || c == '\t' || c == ':');
            boolean bare = (c == '\n') != (previous == '\r');
            boolean spread = !anyLine && isSpread(previous, c);
            if (folded || bare || spread) {
                return true;
            }
            if (c == '\n' && emptyLine && anyLine) {
                // What follows is a body, or the next request.
                return false;
            }
            anyLine |= c == '\n' && !emptyLine;
            emptyLine = atStart && c == '\r';
            atStart = c == '\n';
            previous = c;
        }
        return false;
    }

    /** Whether the request's line has other white space than one space between its words. */
    private static boolean isSpread(int previous, int c) {
        boolean otherSpace = c == '\t' || c == 0x0b || c == '\f';
        return otherSpace || (previous == ' ' && (c == ' ' || c == '\r'));
    }

    @Override
    @Spec("RFC 9110 §15.6.6")
    protected HttpMessage createMessage(String[] requestLine) throws Exception {
        requestLineRead = true;
        String version = requestLine[2];
        if (version.startsWith("HTTP/") && !version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
            throw new UnknownVersion();
        }
        if (!version.startsWith("HTTP/")) {
            throw new IllegalArgumentException("no version of HTTP");
        }
        return super.createMessage(requestLine);
    }

    /** A version of HTTP that is not spoken over such a connection. */
    static final class UnknownVersion extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    @Spec("RFC 9112 §6.1")
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("a length beside chunks");
    }
}
