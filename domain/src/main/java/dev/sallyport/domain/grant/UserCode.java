package dev.sallyport.domain.grant;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.KeyedDigest;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Spec;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a device shows and a person types on another one: eight of twenty letters, without vowels, so that no words come out, and
 * without digits, so that nothing is mistaken for another (RFC 8628 §6.1). There are 25.6 thousand million of them.
 */
public record UserCode(String letters) {
    private static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
    private static final int LENGTH = 8;
    private static final Pattern LETTERS = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");
    private static final Pattern BETWEEN = Pattern.compile("[\\s\\p{Pd}_.]");

    /** Above this a byte would make the first letters likelier than the last. */
    private static final int FAIR = 256 / ALPHABET.length() * ALPHABET.length();

    public UserCode {
        if (!LETTERS.matcher(letters).matches()) {
            throw new IllegalArgumentException("a user code is eight letters of " + ALPHABET);
        }
    }

    /** The code as somebody typed it: case, spaces and dashes do not matter. */
    @Spec("RFC 8628 §6.1")
    public static Optional<UserCode> parse(String typed) {
        String letters = BETWEEN.matcher(typed).replaceAll("").toUpperCase(Locale.ROOT);
        return LETTERS.matcher(letters).matches() ? Optional.of(new UserCode(letters)) : Optional.empty();
    }

    static UserCode draw(RandomSource random) {
        var letters = new StringBuilder(LENGTH);
        while (letters.length() < LENGTH) {
            int drawn = random.bytes(1)[0] & 0xff;
            if (drawn < FAIR) {
                letters.append(ALPHABET.charAt(drawn % ALPHABET.length()));
            }
        }
        return new UserCode(letters.toString());
    }

    /** What the database keeps: a digest under a key, for eight letters alone are soon tried out. */
    Digest digest(KeyedDigest key) {
        return new Digest(key.of(letters));
    }

    /** As a device shows it, such as {@code WDJB-MJHT}. */
    @Override
    public String toString() {
        return letters.substring(0, LENGTH / 2) + "-" + letters.substring(LENGTH / 2);
    }
}
