package dev.sallyport.auth.password;

import dev.sallyport.domain.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * bcrypt, as {@code $2b$cost$…}; {@code $2a$} and {@code $2y$} are the same function. {@code $2x$} is that of a library with a
 * mistake, and is refused.
 */
record BcryptHash(String text) implements ImportedHash {
    /** A quarter of a second for each check by 12, doubled by each step. */
    static final int DEAREST = 15;

    private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");

    static Optional<ImportedHash> parse(String text) {
        return ImportedHash.matched(FORM, text)
                .filter(form -> Integer.parseInt(form.group(1)) >= 4)
                .map(form -> {
                    ImportedHash.within(form.group(1), DEAREST);
                    return new BcryptHash(text);
                });
    }

    @Override
    public boolean isOf(Secret password) {
        byte[] bytes = password.reveal().getBytes(StandardCharsets.UTF_8);
        try {
            return OpenBSDBCrypt.checkPassword(text, bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
