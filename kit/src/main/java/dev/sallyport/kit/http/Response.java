package dev.sallyport.kit.http;

import dev.sallyport.kit.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * What is answered: an immutable value.
 *
 * @param status 200 to 599; 0 while a {@link ResponseBody.Forward} has not been answered by its origin
 */
public record Response(int status, Headers headers, ResponseBody body) {
    private static final int SWITCHING = 101;

    public static Response of(int status) {
        return new Response(status, Headers.NONE, ResponseBody.EMPTY);
    }

    /** The value as {@code application/json}. */
    public static Response json(int status, Object value) {
        return of(status).header("content-type", "application/json").body(Json.bytes(value));
    }

    public static Response text(int status, String mediaType, String text) {
        return of(status)
                .header("content-type", mediaType + "; charset=utf-8")
                .body(text.getBytes(StandardCharsets.UTF_8));
    }

    public static Response html(int status, String text) {
        return text(status, "text/html", text);
    }

    /** 303 See Other (RFC 9110 §15.4.4). */
    public static Response seeOther(String location) {
        return of(303).header("location", location);
    }

    /** Handed on to a server of another process, which answers. */
    public static Response forward(ResponseBody.Forward forward) {
        return new Response(0, Headers.NONE, forward);
    }

    /** The same response, telling {@code listener} its status: now, or once the origin has answered. */
    public Response whenAnswered(IntConsumer listener) {
        if (body instanceof ResponseBody.Forward forward) {
            return body(forward.telling(listener));
        }
        listener.accept(status);
        return this;
    }

    /**
     * The same response, telling {@code listener} its status at the one moment that a log has for it: when it is answered, or, where the
     * connection became a WebSocket, when that has ended.
     */
    public Response whenNoted(IntConsumer listener) {
        if (body instanceof ResponseBody.Forward forward && forward.sockets().isPresent()) {
            var status = new AtomicInteger();
            return body(forward.telling(answered -> {
                        status.set(answered);
                        if (answered != SWITCHING) {
                            listener.accept(answered);
                        }
                    })
                    .ending(() -> {
                        if (status.get() == SWITCHING) {
                            listener.accept(SWITCHING);
                        }
                    }));
        }
        return whenAnswered(listener);
    }

    /** With this value, and no other, for the field. */
    public Response header(String name, String value) {
        return new Response(status, headers.set(name, value), body);
    }

    /** With these fields in the place of its own. */
    public Response with(Headers other) {
        return new Response(status, other, body);
    }

    /** With this value for the field unless the response has one. */
    public Response defaultHeader(String name, String value) {
        return headers.has(name) ? this : header(name, value);
    }

    public Response cookie(Cookies.SetCookie cookie) {
        return new Response(status, headers.with("set-cookie", cookie.toString()), body);
    }

    public Response body(byte[] bytes) {
        return body(new ResponseBody.Bytes(bytes));
    }

    public Response body(ResponseBody other) {
        return new Response(status, headers, other);
    }
}
