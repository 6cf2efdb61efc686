package dev.sallyport.domain.person;

import dev.sallyport.domain.Spec;
import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mail address in its one canonical form: NFKC, lower case, domain in ASCII (IDNA). Two spellings of one mailbox are
 * equal here, so they are one account and one counter.
 */
public record EmailAddress(String value) {
    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL = 64;
    private static final Pattern LOCAL = Pattern.compile("[^\\s@<>()\\[\\]\\\\,;:\"\\p{Cntrl}\\p{Cf}]+");
    private static final Pattern DOMAIN =
            Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    public EmailAddress {
        if (!canonical(value).filter(value::equals).isPresent()) {
            throw new IllegalArgumentException("not a mail address in canonical form");
        }
    }

    /**
     * The canonical address behind what somebody typed, or empty when it is none. A confusable {@code @} (such as
     * U+FF20) is refused rather than folded, so that no two parsers can disagree about the mailbox.
     */
    @Spec("RFC 5321 §4.5.3.1")
    public static Optional<EmailAddress> parse(String typed) {
        return canonical(typed).map(EmailAddress::new);
    }

    private static Optional<String> canonical(String typed) {
        String text = typed.strip();
        int at = text.indexOf('@');
        if (at < 1 || at != text.lastIndexOf('@') || text.length() > LONGEST) {
            return Optional.empty();
        }
        String local = folded(text.substring(0, at)).toLowerCase(Locale.ROOT);
        return ascii(folded(text.substring(at + 1)))
                .filter(domain ->
                        local.length() <= LONGEST_LOCAL && LOCAL.matcher(local).matches())
                .filter(domain -> DOMAIN.matcher(domain).matches())
                .map(domain -> local + "@" + domain)
                .filter(address -> address.length() <= LONGEST);
    }

    private static String folded(String text) {
        return isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    /** What is ASCII is its own folded form: nearly every address, without the tables of Unicode. */
    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static Optional<String> ascii(String domain) {
        if (isAscii(domain)) {
            return Optional.of(domain.toLowerCase(Locale.ROOT));
        }
        try {
            return Optional.of(IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException notADomain) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
