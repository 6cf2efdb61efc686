package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** A stream of HTTP/2: the codec before it makes frames of what is written here, and leaves out what speaks of a connection. */
record Http2Wire(Channel stream) implements Wire {
    private static final DefaultHttpHeadersFactory FIELDS =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false);

    @Override
    public ChannelFuture whole(int status, Headers fields, ByteBuf body) {
        return stream.writeAndFlush(new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(status),
                body,
                fields(fields),
                EmptyHttpHeaders.INSTANCE));
    }

    @Override
    public ChannelFuture head(int status, Headers fields) {
        return stream.write(
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), fields(fields)));
    }

    @Override
    public ChannelFuture piece(ByteBuf piece) {
        return stream.write(new DefaultHttpContent(piece));
    }

    @Override
    public ChannelFuture end(ByteBuf last) {
        return stream.writeAndFlush(new DefaultLastHttpContent(last));
    }

    @Override
    public ChannelFuture callForBody() {
        return whole(HttpResponseStatus.CONTINUE.code(), Headers.NONE, Unpooled.EMPTY_BUFFER);
    }

    static HttpHeaders fields(Headers headers) {
        HttpHeaders fields = FIELDS.newHeaders();
        headers.each(fields::add);
        return fields;
    }
}
