package dev.sallyport.domain.credential;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.Spec;
import java.util.Optional;

/**
 * What a new password must be: long enough, not absurdly long, no control characters; nothing about composition.
 *
 * @param minLength in code points, 8 to 128
 */
public record PasswordPolicy(int minLength) {
    /** The longest password taken, in code points. */
    public static final int LONGEST = 256;

    public PasswordPolicy {
        if (minLength < 8 || minLength > 128) {
            throw new IllegalArgumentException("the shortest password allowed is 8 to 128 characters long");
        }
    }

    /** What is wrong with the password, or empty when it will do. */
    @Spec("NIST SP 800-63B-4 §3.1.1.2")
    public Optional<String> objection(Secret password) {
        String text = password.reveal();
        int length = text.codePointCount(0, text.length());
        if (length < minLength) {
            return Optional.of("must have at least " + minLength + " characters");
        }
        if (length > LONGEST) {
            return Optional.of("must have at most " + LONGEST + " characters");
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            return Optional.of("must not contain control characters");
        }
        return Optional.empty();
    }
}
