package dev.sallyport.domain.identity;

import dev.sallyport.domain.person.EmailAddress;
import java.util.Optional;

/**
 * What another provider says of somebody who signed in there. Issuer and subject together are the one key by which they are known
 * again (T10); the address is none.
 *
 * @param upstream the provider, by its id in the configuration
 * @param label the provider, as people call it
 * @param issuer who speaks: the {@code iss} of an OpenID provider, else the address that told the subject
 * @param subject who is spoken of, as the issuer names them: 1 to 255 characters
 * @param proven the address, only where the issuer has verified it and is trusted for that
 * @param name what they are called there; empty where it does not say
 */
public record Introduction(
        String upstream, String label, String issuer, String subject, Optional<EmailAddress> proven, String name) {
    private static final int LONGEST = 255;

    public Introduction {
        if (!isSubject(subject)) {
            throw new IllegalArgumentException("no subject: 1 to " + LONGEST + " characters");
        }
    }

    public static boolean isSubject(String text) {
        return !text.isBlank() && text.length() <= LONGEST;
    }
}
