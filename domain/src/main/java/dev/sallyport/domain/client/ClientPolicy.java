package dev.sallyport.domain.client;

/** A named set of rules that a client is held to beyond what holds for all. */
public enum ClientPolicy {
    USUAL,
    /**
     * FAPI 2.0 Security Profile: pushed requests, {@code private_key_jwt} or mutual TLS, tokens bound to a key, codes that live
     * a minute.
     */
    FAPI2,
    /** Model Context Protocol: a public client that names the resource it wants tokens for (RFC 8707). */
    MCP
}
