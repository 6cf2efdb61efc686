package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.Headers;
import io.netty.buffer.ByteBuf;

/** How one request is written to an origin; nothing is flushed. Each verb takes over the bytes that it is given. On the event loop. */
interface OriginWire {
    /**
     * A request whose body is here.
     *
     * @param own fields beside those of the request
     */
    void whole(Asking asking, Headers own, ByteBuf body);

    /** The head of a request whose body follows; without a length in the fields it ends by itself. */
    void head(Asking asking, Headers own);

    void piece(ByteBuf piece);

    /** The end of the body. */
    void end();
}
