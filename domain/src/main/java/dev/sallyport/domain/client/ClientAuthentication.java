package dev.sallyport.domain.client;

import java.util.Arrays;
import java.util.Optional;

/** How a client proves who it is at the token endpoint (OpenID Connect Core §9, RFC 8705 §2). */
public enum ClientAuthentication {
    /** A public client: it names itself and proves nothing but PKCE. */
    NONE("none"),
    SECRET_BASIC("client_secret_basic"),
    SECRET_POST("client_secret_post"),
    PRIVATE_KEY_JWT("private_key_jwt"),
    TLS("tls_client_auth"),
    SELF_SIGNED_TLS("self_signed_tls_client_auth");

    private final String wireName;

    ClientAuthentication(String wireName) {
        this.wireName = wireName;
    }

    /** The value of {@code token_endpoint_auth_method}. */
    public String wireName() {
        return wireName;
    }

    /** Whether the client proves itself in the TLS handshake (RFC 8705 §2). */
    public boolean isByCertificate() {
        return this == TLS || this == SELF_SIGNED_TLS;
    }

    public static Optional<ClientAuthentication> of(String wireName) {
        return Arrays.stream(values()).filter(a -> a.wireName.equals(wireName)).findFirst();
    }
}
