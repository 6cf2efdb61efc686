package dev.sallyport.kit.engine;

import dev.sallyport.domain.Spec;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** A {@link Tls} at work at one place. */
final class Encryption {
    /** How long a handshake may take, in seconds, whatever else a connection may (T43). */
    private static final long LONGEST_HANDSHAKE = 10;

    /** Forward secret, and encrypted and authenticated at once; TLS 1.3 knows no others. */
    private static final List<String> SUITES = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private final SslContext context;
    private final Handshakes handshakes;
    private final Alpn alpn;
    private final boolean asksClients;
    private final long patience;

    Encryption(Tls tls, HttpEngine.Limits limits) {
        this.context = context(tls);
        this.handshakes = new Handshakes(limits.connections());
        this.alpn = new Alpn(tls.keys());
        this.asksClients = tls.asksClients();
        this.patience = Math.clamp(limits.idle().toSeconds(), 1, LONGEST_HANDSHAKE);
    }

    @Spec("RFC 9325 §4.2")
    private static SslContext context(Tls tls) {
        SslContextBuilder builder = SslContextBuilder.forServer(tls.keys())
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .ciphers(SUITES, SupportedCipherSuiteFilter.INSTANCE);
        if (tls.asksClients()) {
            builder.clientAuth(ClientAuth.OPTIONAL).trustManager(new AnyClient());
        }
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalStateException("this platform has no TLS as it is needed", e);
        }
    }

    boolean asksClients() {
        return asksClients;
    }

    /** A handshake over the channel; nothing where too many are under way. */
    Optional<SslHandler> begin(Channel channel) {
        SslHandler handler = context.newHandler(channel.alloc());
        if (!handshakes.begin(handler)) {
            return Optional.empty();
        }
        handler.setHandshakeTimeout(patience, TimeUnit.SECONDS);
        alpn.begun(handler);
        return Optional.of(handler);
    }
}
