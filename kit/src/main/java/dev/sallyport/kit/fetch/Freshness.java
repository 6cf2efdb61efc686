package dev.sallyport.kit.fetch;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.http.Headers;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the head of an answer says of its body. */
final class Freshness {
    private static final Duration UNSAID = Duration.ofMinutes(5);
    private static final Pattern MAX_AGE = Pattern.compile("\\s*max-age\\s*=\\s*\"?([0-9]{1,9})\"?\\s*");

    private Freshness() {}

    /** How long the body may be kept: five minutes where nothing is said. */
    @Spec("RFC 9111 §5.2.2")
    static Duration of(Headers headers) {
        Duration fresh = UNSAID;
        for (String directive : String.join(",", headers.all("cache-control"))
                .toLowerCase(Locale.ROOT)
                .split(",")) {
            Matcher age = MAX_AGE.matcher(directive);
            if (directive.strip().equals("no-store") || directive.strip().equals("no-cache")) {
                return Duration.ZERO;
            }
            if (age.matches()) {
                fresh = Duration.ofSeconds(Long.parseLong(age.group(1)));
            }
        }
        return fresh;
    }

    static String mediaType(Headers headers) {
        String value = headers.first("content-type").orElse("");
        int parameters = value.indexOf(';');
        return (parameters < 0 ? value : value.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }
}
