package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.TargetPath;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.URI;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A request as it is sent to an origin.
 *
 * @param head as the origin shall see it
 */
record Asking(Request head, URI origin) {
    /** The head of a request whose body follows. */
    void streamed(OriginWire to, OptionalLong length) {
        to.head(
                this,
                hosted(
                        length.isPresent()
                                ? Headers.of("content-length", Long.toString(length.getAsLong()))
                                : Headers.NONE));
    }

    /** A request whose body, small or none, is here. */
    void whole(OriginWire to, Exchange exchange) {
        byte[] bytes = bytes(exchange.request().body());
        // A request without a body says nothing of its length, and goes on as it came.
        boolean silent = bytes.length == 0 && !exchange.raw().headers().contains("content-length");
        Headers own = silent ? Headers.NONE : Headers.of("content-length", Integer.toString(bytes.length));
        to.whole(this, hosted(own), Unpooled.wrappedBuffer(bytes));
    }

    /** A request by which the connection shall become a WebSocket. */
    void upgrading(OriginWire to) {
        to.whole(this, hosted(WebSocketUpgrade.OFFER), Unpooled.EMPTY_BUFFER);
    }

    /** Path and query. */
    String target() {
        String path = TargetPath.encode(head.path());
        return head.query().isEmpty() ? path : path + "?" + head.query();
    }

    /** The fields of the request that do not go on, by name in lower case. */
    Predicate<String> withheld() {
        Set<String> hop = HopByHop.names(head.headers());
        return name -> hop.contains(name) || name.equals("content-length");
    }

    private Headers hosted(Headers own) {
        return head.headers().has("host") ? own : own.with("host", origin.getRawAuthority());
    }

    private static byte[] bytes(RequestBody small) {
        try {
            return small.stream().readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot break off", e);
        }
    }
}
