package dev.sallyport.auth.password;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.Spec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.SCrypt;

/** scrypt, as {@code $scrypt$ln=…,r=…,p=…$salt$tag}: at most 64 MiB (N · r · 128 bytes), and 4 lanes. */
record ScryptHash(int logN, int r, int p, byte[] salt, byte[] tag) implements ImportedHash {
    private static final long MOST_BYTES = 64L << 20;
    private static final Pattern FORM =
            Pattern.compile("\\$scrypt\\$ln=(\\d{1,2}),r=(\\d{1,2}),p=(\\d{1,2})\\$([A-Za-z0-9+/]{2,171})"
                    + "\\$([A-Za-z0-9+/]{22,171})");

    static Optional<ImportedHash> parse(String text) {
        return ImportedHash.matched(FORM, text).map(form -> {
            int logN = ImportedHash.within(form.group(1), 20);
            int r = ImportedHash.within(form.group(2), 32);
            int p = ImportedHash.within(form.group(3), 4);
            if (((128L * r) << logN) > MOST_BYTES) {
                throw new TooDear();
            }
            return new ScryptHash(logN, r, p, ImportedHash.bytes(form.group(4)), ImportedHash.bytes(form.group(5)));
        });
    }

    @Override
    @Spec("RFC 7914 §6")
    public boolean isOf(Secret password) {
        byte[] bytes = password.reveal().getBytes(StandardCharsets.UTF_8);
        try {
            return MessageDigest.isEqual(SCrypt.generate(bytes, salt, 1 << logN, r, p, tag.length), tag);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
