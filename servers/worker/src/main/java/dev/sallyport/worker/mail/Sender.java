package dev.sallyport.worker.mail;

import dev.sallyport.domain.person.EmailAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who writes: {@code door@example.org}, or {@code Example <door@example.org>}.
 *
 * @param name as mail programs show it; empty where there is none
 */
public record Sender(String name, EmailAddress address) {
    private static final Pattern NAMED = Pattern.compile("\"?([^\"<>\\p{Cntrl}]{1,100}?)\"?\\s*<([^<>]+)>");

    /** @throws IllegalArgumentException when the text is neither form */
    public static Sender of(String text) {
        Matcher named = NAMED.matcher(text.strip());
        Optional<EmailAddress> address = EmailAddress.parse(named.matches() ? named.group(2) : text);
        return address.map(found -> new Sender(named.matches() ? named.group(1).strip() : "", found))
                .orElseThrow(() -> new IllegalArgumentException(
                        "must be an address, door@example.org or Example <door@example.org>"));
    }

    /** As {@link #of} reads it. */
    @Override
    public String toString() {
        return name.isEmpty() ? address.value() : name + " <" + address.value() + ">";
    }

    /** What stands behind the {@code @}. */
    String domain() {
        return address.value().substring(address.value().indexOf('@') + 1);
    }
}
