package dev.sallyport.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The SHA-256 of a value (FIPS 180-4), base64url without padding: what the database keeps instead of the value. */
public record Digest(String value) {
    /** The digest of a text's UTF-8 bytes. */
    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    public static Digest of(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Digest(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether this is the digest of {@code text}, compared in constant time. */
    public boolean isOf(String text) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.US_ASCII), of(text).value.getBytes(StandardCharsets.US_ASCII));
    }
}
