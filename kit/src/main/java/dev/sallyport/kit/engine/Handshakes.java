package dev.sallyport.kit.engine;

import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/**
 * The handshakes that are under way at a place. A connection is counted among the others only when its handshake is done, so
 * those that never end it have a bound of their own (T43): one too many is closed before it has cost anything.
 */
final class Handshakes {
    private final AtomicInteger underWay = new AtomicInteger();
    private final int most;
    private final Alpn alpn;

    Handshakes(int most, Alpn alpn) {
        this.most = most;
        this.alpn = alpn;
    }

    int underWay() {
        return underWay.get();
    }

    /** The platform's TLS, counted. */
    JdkSSLEngineOptions counted() {
        return new Counted();
    }

    private void begun(SslHandler handler) {
        if (underWay.incrementAndGet() > most) {
            handler.engine().closeOutbound();
        }
        alpn.begun(handler);
        handler.handshakeFuture().addListener(done -> underWay.decrementAndGet());
    }

    private final class Counted extends JdkSSLEngineOptions {
        @Override
        public JdkSSLEngineOptions copy() {
            return this;
        }

        @Override
        public SslContextFactory sslContextFactory() {
            return new CountedFactory(super.sslContextFactory());
        }
    }

    private final class CountedFactory implements SslContextFactory {
        private final SslContextFactory platform;

        CountedFactory(SslContextFactory platform) {
            this.platform = platform;
        }

        @Override
        public SslContextFactory useAlpn(boolean use) {
            // Each connection is told by Alpn.
            platform.useAlpn(false);
            return this;
        }

        @Override
        public SslContextFactory forServer(io.netty.handler.ssl.ClientAuth clientAuth) {
            platform.forServer(clientAuth);
            return this;
        }

        @Override
        public SslContextFactory enabledProtocols(Set<String> protocols) {
            platform.enabledProtocols(protocols);
            return this;
        }

        @Override
        public SslContextFactory keyMananagerFactory(KeyManagerFactory factory) {
            platform.keyMananagerFactory(factory);
            return this;
        }

        @Override
        public SslContextFactory trustManagerFactory(TrustManagerFactory factory) {
            platform.trustManagerFactory(factory);
            return this;
        }

        @Override
        public SslContextFactory enabledCipherSuites(Set<String> suites) {
            platform.enabledCipherSuites(suites);
            return this;
        }

        @Override
        public SslContextFactory applicationProtocols(List<String> protocols) {
            platform.applicationProtocols(protocols);
            return this;
        }

        @Override
        public SslContext create() throws SSLException {
            return new CountedContext(platform.create());
        }
    }

    private final class CountedContext extends DelegatingSslContext {
        CountedContext(SslContext platform) {
            super(platform);
        }

        @Override
        protected void initEngine(SSLEngine engine) {
            // The engine is as the platform made it.
        }

        @Override
        protected void initHandler(SslHandler handler) {
            begun(handler);
        }
    }
}
