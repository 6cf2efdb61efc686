package dev.sallyport.domain.token;

/** The key that a token holds together with, the {@code cnf} claim (RFC 7800). */
public record Confirmation(Kind kind, String thumbprint) {
    /** What the thumbprint is of. */
    public enum Kind {
        /** A DPoP key, by its RFC 7638 thumbprint (RFC 9449 §6.1). */
        JKT("jkt"),
        /** A client certificate, by its SHA-256 (RFC 8705 §3.1). */
        CERTIFICATE("x5t#S256");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    public static Confirmation ofKey(String thumbprint) {
        return new Confirmation(Kind.JKT, thumbprint);
    }

    public static Confirmation ofCertificate(String thumbprint) {
        return new Confirmation(Kind.CERTIFICATE, thumbprint);
    }
}
