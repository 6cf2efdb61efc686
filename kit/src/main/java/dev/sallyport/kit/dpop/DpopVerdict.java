package dev.sallyport.kit.dpop;

/** Whether a proof holds. */
public sealed interface DpopVerdict {
    /** @param thumbprint of the key (RFC 7638): what a token is bound to as {@code cnf.jkt} */
    record Proven(String thumbprint) implements DpopVerdict {}

    /** The answer is {@code use_dpop_nonce}, with the nonce as {@code DPoP-Nonce} (RFC 9449 §8). */
    record NonceWanted(String nonce) implements DpopVerdict {}

    /**
     * The answer is {@code invalid_dpop_proof}.
     *
     * @param reason a constant that may be told
     */
    record Refused(String reason) implements DpopVerdict {}
}
