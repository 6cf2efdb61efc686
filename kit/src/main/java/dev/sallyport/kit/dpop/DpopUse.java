package dev.sallyport.kit.dpop;

/** The request that a proof came with. */
public sealed interface DpopUse {
    /** Of the request, as in its request line. */
    String method();

    /** The public address of what was asked for; its query does not count. */
    String uri();

    /** A token is asked for; nothing is bound yet. */
    record ForToken(String method, String uri) implements DpopUse {}

    /**
     * A token is shown.
     *
     * @param thumbprint of the key that the token is bound to: its {@code cnf.jkt}
     */
    record WithToken(String method, String uri, String accessToken, String thumbprint) implements DpopUse {
        @Override
        public String toString() {
            return "WithToken[" + method + " " + uri + "]";
        }
    }
}
