package dev.sallyport.kit.engine;

import dev.sallyport.domain.Spec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;
import java.util.List;

/**
 * Netty's decoder repairs some of what two servers in a row could read differently: folded lines, a length beside chunks,
 * white space before a colon. Here such a head is an invalid request, and nothing after it on the connection is read (T40).
 */
final class StrictDecoder extends VertxHttpRequestDecoder {
    private boolean inHead = true;
    private boolean requestLineRead;
    private boolean broken;

    StrictDecoder(Http1ServerConfig config) {
        super(config);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (inHead && isAmbiguous(in)) {
            refuse(in, out);
            return;
        }
        int before = out.size();
        super.decode(context, in, out);
        for (Object decoded : out.subList(before, out.size())) {
            if (decoded instanceof HttpRequest request) {
                inHead = false;
                broken |= request.decoderResult().isFailure();
            }
            if (decoded instanceof LastHttpContent) {
                inHead = true;
                requestLineRead = false;
            }
        }
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

    /** Looks at the lines of the head that have arrived; reading stands at the beginning of a line here. */
    @Spec("RFC 9112 §2.2")
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
            if (folded || bare) {
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

    @Override
    protected HttpMessage createMessage(String[] requestLine) {
        requestLineRead = true;
        return super.createMessage(requestLine);
    }

    @Override
    @Spec("RFC 9112 §6.1")
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("a length beside chunks");
    }
}
