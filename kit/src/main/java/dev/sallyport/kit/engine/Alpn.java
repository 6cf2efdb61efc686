package dev.sallyport.kit.engine;

import dev.sallyport.domain.Spec;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * What may be spoken over an encrypted connection: HTTP/2 and HTTP/1.1, and while a host is under validation also the protocol of that.
 * The platform chooses, and not the engine above it, so that the choice is made before a key is chosen.
 */
final class Alpn {
    static final String VALIDATION = "acme-tls/1";

    static final String HTTP2 = "h2";

    private static final String HTTP = "http/1.1";

    private final ServerKeys keys;

    Alpn(ServerKeys keys) {
        this.keys = keys;
    }

    /** A handshake begins. A client that offers nothing of ours is refused; one that offers nothing speaks HTTP/1.1. */
    @Spec("RFC 7301 §3.2")
    void begun(SslHandler handler) {
        SSLEngine engine = handler.engine();
        boolean validating = keys.isValidating();
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(
                validating ? new String[] {HTTP2, HTTP, VALIDATION} : new String[] {HTTP2, HTTP});
        engine.setSSLParameters(parameters);
        if (validating) {
            handler.handshakeFuture().addListener(done -> ended(engine, done));
        }
    }

    /** A validation is the handshake and nothing after it. */
    @Spec("RFC 8737 §4")
    private static void ended(SSLEngine engine, Future<? super Channel> handshake) {
        if (handshake.isSuccess() && VALIDATION.equals(engine.getApplicationProtocol())) {
            Channel channel = (Channel) handshake.getNow();
            // Later, for who listens after us still learns that the handshake was done.
            channel.eventLoop()
                    .execute(() -> channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE));
        }
    }
}
