package dev.sallyport.kit.engine;

import dev.sallyport.domain.Spec;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link Tls} in the words of the engine's servers. */
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

    private final Tls tls;
    private final HttpEngine.Limits limits;
    private final Handshakes handshakes;

    Encryption(Tls tls, HttpEngine.Limits limits) {
        this.tls = tls;
        this.limits = limits;
        this.handshakes = new Handshakes(limits.connections(), new Alpn(tls.keys()));
    }

    /** The server's connections are encrypted so; what is spoken over them is {@link Alpn}'s affair. */
    @Spec("RFC 9325 §4.2")
    void set(HttpServerOptions options) {
        options.setSsl(true)
                .setSslEngineOptions(handshakes.counted())
                .setKeyCertOptions(KeyCertOptions.wrap(tls.keys()))
                .setEnabledSecureTransportProtocols(new LinkedHashSet<>(List.of("TLSv1.3", "TLSv1.2")))
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_1_1))
                .setSslHandshakeTimeout(Math.clamp(limits.idle().toSeconds(), 1, LONGEST_HANDSHAKE))
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
        SUITES.forEach(options::addEnabledCipherSuite);
        if (tls.asksClients()) {
            options.setClientAuth(ClientAuth.REQUEST).setTrustOptions(TrustOptions.wrap(new AnyClient()));
        }
    }
}
