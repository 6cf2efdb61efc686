package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.TargetPath;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.net.URI;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A request as it is sent to an origin.
 *
 * @param head as the origin shall see it
 */
record Asking(Request head, URI origin) {
    /** The head of a request whose body follows. */
    ByteBuf streamed(ByteBufAllocator memory, OptionalLong length) {
        return head(
                memory,
                length.isPresent()
                        ? Headers.of("content-length", Long.toString(length.getAsLong()))
                        : Headers.of("transfer-encoding", "chunked"),
                0);
    }

    /** A request whose body, small or none, is here. */
    ByteBuf whole(ByteBufAllocator memory, Exchange exchange) {
        byte[] bytes = bytes(exchange.request().body());
        if (bytes.length == 0 && !exchange.raw().headers().contains("content-length")) {
            // A request without a body says nothing of its length, and goes on as it came.
            return head(memory, Headers.NONE, 0);
        }
        return head(memory, Headers.of("content-length", Integer.toString(bytes.length)), bytes.length)
                .writeBytes(bytes);
    }

    /** A request by which the connection shall become a WebSocket. */
    ByteBuf upgrading(ByteBufAllocator memory) {
        return head(memory, WebSocketUpgrade.OFFER, 0);
    }

    private ByteBuf head(ByteBufAllocator memory, Headers own, int more) {
        Set<String> hop = HopByHop.names(head.headers());
        String path = TargetPath.encode(head.path());
        return Http1Head.request(
                memory,
                head.method(),
                head.query().isEmpty() ? path : path + "?" + head.query(),
                head.headers(),
                name -> hop.contains(name) || name.equals("content-length"),
                head.headers().has("host") ? own : own.with("host", origin.getRawAuthority()),
                more);
    }

    private static byte[] bytes(RequestBody small) {
        try {
            return small.stream().readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot break off", e);
        }
    }
}
