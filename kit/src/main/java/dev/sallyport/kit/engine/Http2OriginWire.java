package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.function.Predicate;

/** A stream of HTTP/2: the codec before it makes frames of what is written here. */
record Http2OriginWire(Channel stream) implements OriginWire {
    @Override
    public void whole(Asking asking, Headers own, ByteBuf body) {
        write(new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                method(asking),
                asking.target(),
                body,
                fields(asking, own),
                EmptyHttpHeaders.INSTANCE));
    }

    @Override
    public void head(Asking asking, Headers own) {
        write(new DefaultHttpRequest(HttpVersion.HTTP_1_1, method(asking), asking.target(), fields(asking, own)));
    }

    @Override
    public void piece(ByteBuf piece) {
        write(new DefaultHttpContent(piece));
    }

    @Override
    public void end() {
        write(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private static HttpMethod method(Asking asking) {
        return HttpMethod.valueOf(asking.head().method());
    }

    private static HttpHeaders fields(Asking asking, Headers own) {
        Predicate<String> withheld = asking.withheld();
        HttpHeaders fields = Http2Wire.fields(own);
        asking.head().headers().each((name, value) -> {
            if (!withheld.test(name)) {
                fields.add(name, value);
            }
        });
        return fields;
    }

    private void write(Object part) {
        var _ = stream.write(part);
    }
}
