package dev.sallyport.domain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 under one key, over parts whose borders count: {@code ("ab", "c")} and {@code ("a", "bc")} differ. */
public final class KeyedDigest {
    private static final String HMAC = "HmacSHA256";

    /** Knows the key and is never used itself: a copy of it costs a fraction of finding and keying another. */
    private final Mac keyed;

    public KeyedDigest(byte[] key) {
        try {
            keyed = Mac.getInstance(HMAC);
            keyed.init(new SecretKeySpec(key, HMAC));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    /** The digest of the texts, base64url without padding, 43 characters. */
    @Spec("RFC 2104 §2")
    public String of(String... parts) {
        Mac mac = mac();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            mac.update(bytes);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
    }

    /** The digest of the bytes, base64url without padding. */
    public String of(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(raw(bytes));
    }

    /** The digest of the bytes as it is, 32 bytes. */
    public byte[] raw(byte[] bytes) {
        return mac().doFinal(bytes);
    }

    /** Whether {@code digest} is the digest of the parts, compared in constant time. */
    public boolean matches(String digest, String... parts) {
        return MessageDigest.isEqual(
                digest.getBytes(StandardCharsets.UTF_8), of(parts).getBytes(StandardCharsets.UTF_8));
    }

    private Mac mac() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's HMAC-SHA-256 can be copied", e);
        }
    }
}
