package dev.sallyport.auth.password;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.credential.PasswordHash;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A password's hash that another program made, as it is kept until its owner signs in for the first time. The text is a PHC string,
 * or bcrypt's own form. It is bounded, so that no file can make a sign-in dear (T43, T44).
 */
public sealed interface ImportedHash permits Pbkdf2Hash, BcryptHash, OtherArgon2Hash, ScryptHash {
    /** Bytes of salt or tag, at most. */
    int LONGEST = 128;

    /** Whether it is the password's hash; the password counts as it was typed. */
    boolean isOf(Secret password);

    /** What came of reading a text. */
    sealed interface Read {
        /** Good to be kept: the house can check it. */
        record Good(PasswordHash hash) implements Read {}

        /** @param why what is wrong with it, in words that go on behind "its password hash" */
        record Refused(String why) implements Read {}
    }

    /** Reads a hash from elsewhere; one of the house's own form is good too. */
    static Read read(String text) {
        var hash = new PasswordHash(text);
        Optional<Phc> own = Phc.parse(hash);
        if (own.isPresent()) {
            return Phc.isAffordable(own.get().cost()) ? new Read.Good(hash) : tooDear();
        }
        try {
            return of(hash).<Read>map(known -> new Read.Good(hash))
                    .orElseGet(() -> new Read.Refused("is of no form that the house can check"));
        } catch (TooDear limit) {
            return tooDear();
        }
    }

    /** A hash that costs the same to check, with nobody's salt and tag. */
    static String like(PasswordHash hash) {
        String text = hash.phc();
        if (text.startsWith("$2")) {
            return text.substring(0, 7) + ".".repeat(text.length() - 7);
        }
        int tag = text.lastIndexOf('$');
        int salt = text.lastIndexOf('$', tag - 1);
        return text.substring(0, salt + 1) + "A".repeat(tag - salt - 1) + "$" + "A".repeat(text.length() - tag - 1);
    }

    private static Read tooDear() {
        return new Read.Refused("costs more to check than the house allows");
    }

    /**
     * The hash behind what is kept, or empty where it is none.
     *
     * @throws TooDear where it is one, beyond what the house checks
     */
    static Optional<ImportedHash> of(PasswordHash hash) {
        String text = hash.phc();
        if (text.length() > 600) {
            return Optional.empty();
        }
        try {
            return Pbkdf2Hash.parse(text)
                    .or(() -> BcryptHash.parse(text))
                    .or(() -> OtherArgon2Hash.parse(text))
                    .or(() -> ScryptHash.parse(text));
        } catch (TooDear limit) {
            throw limit;
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** A hash that would cost more than the house allows. */
    final class TooDear extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        TooDear() {
            super("too dear to check");
        }
    }

    /** The form's groups, where the text has the form. */
    static Optional<Matcher> matched(Pattern form, String text) {
        return Optional.of(form.matcher(text)).filter(Matcher::matches);
    }

    /** @throws TooDear unless 1 &lt;= value &lt;= most */
    static int within(String digits, int most) {
        int value = Integer.parseInt(digits);
        if (value < 1 || value > most) {
            throw new TooDear();
        }
        return value;
    }

    /** The bytes of base64 without padding. */
    static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
