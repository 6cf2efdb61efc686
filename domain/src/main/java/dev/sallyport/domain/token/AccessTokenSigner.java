package dev.sallyport.domain.token;

/** Signs access tokens with the key that signs today. */
@FunctionalInterface
public interface AccessTokenSigner {
    /** The token in its compact form (RFC 7515 §3.1). */
    String sign(AccessToken token);
}
