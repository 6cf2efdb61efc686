package dev.sallyport.domain.key;

/** Which signing key: the {@code kid} of its JWK, its RFC 7638 thumbprint. */
public record KeyId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
