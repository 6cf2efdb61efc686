package dev.sallyport.kit.engine;

import dev.sallyport.kit.http.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;

/** How one answer is written to its client. Each verb takes over the bytes that it is given. On the event loop. */
interface Wire {
    /** All of the answer, flushed; the fields say its length. */
    ChannelFuture whole(int status, Headers fields, ByteBuf body);

    /** The head of an answer whose body follows, not flushed; without a length in the fields the body ends by itself. */
    ChannelFuture head(int status, Headers fields);

    /** A piece of the body, not flushed. */
    ChannelFuture piece(ByteBuf piece);

    /** The end of the body, with the last piece of it, flushed. */
    ChannelFuture end(ByteBuf last);

    /** The client may send the body that it asks for (RFC 9110 §10.1.1), flushed. */
    ChannelFuture callForBody();
}
