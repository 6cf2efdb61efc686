package dev.sallyport.auth.password;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.Spec;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * PBKDF2, as {@code $pbkdf2-sha256$i=…$salt$tag}.
 *
 * @param digest {@code SHA1}, {@code SHA256} or {@code SHA512}
 * @param iterations 1 to {@value #MOST}
 */
record Pbkdf2Hash(String digest, int iterations, byte[] salt, byte[] tag) implements ImportedHash {
    /** Above what OWASP asks for by SHA-1 (1.4 million), which is the most of the three. */
    static final int MOST = 2_000_000;

    private static final Pattern FORM = Pattern.compile(
            "\\$pbkdf2-(sha1|sha256|sha512)\\$i=(\\d{1,9})\\$([A-Za-z0-9+/]{2,171})\\$([A-Za-z0-9+/]{22,171})");

    static Optional<ImportedHash> parse(String text) {
        return ImportedHash.matched(FORM, text)
                .map(form -> new Pbkdf2Hash(
                        form.group(1).toUpperCase(Locale.ROOT),
                        ImportedHash.within(form.group(2), MOST),
                        ImportedHash.bytes(form.group(3)),
                        ImportedHash.bytes(form.group(4))));
    }

    @Override
    @Spec("RFC 8018 §5.2")
    public boolean isOf(Secret password) {
        var key = new PBEKeySpec(password.reveal().toCharArray(), salt, iterations, tag.length * 8);
        try {
            byte[] derived = SecretKeyFactory.getInstance("PBKDF2WithHmac" + digest)
                    .generateSecret(key)
                    .getEncoded();
            return MessageDigest.isEqual(derived, tag);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has PBKDF2", e);
        } finally {
            key.clearPassword();
        }
    }
}
