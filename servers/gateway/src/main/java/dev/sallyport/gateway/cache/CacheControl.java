package dev.sallyport.gateway.cache;

import dev.sallyport.domain.Spec;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The directives of {@code Cache-Control}, by name in lower case. Of one that is said twice the stricter counts, and a number that is
 * none counts as 0, so that what cannot be read is never kept for longer than it should.
 */
@Spec("RFC 9111 §5.2")
record CacheControl(Map<String, String> directives) {
    private static final Pattern DIRECTIVE =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:\\s*=\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[^,\\s]*))?");
    private static final Pattern SECONDS = Pattern.compile("\"?([0-9]+)\"?");
    private static final int MOST_DIGITS = 10;

    /** As long as anything is remembered to be. */
    private static final long LONGEST = Integer.MAX_VALUE;

    static CacheControl of(List<String> fields) {
        var found = new HashMap<String, String>();
        for (String field : fields) {
            Matcher directive = DIRECTIVE.matcher(field);
            while (directive.find()) {
                String value = directive.group(2) == null ? "" : directive.group(2);
                found.merge(directive.group(1).toLowerCase(Locale.ROOT), value, CacheControl::stricter);
            }
        }
        return new CacheControl(Map.copyOf(found));
    }

    private static String stricter(String one, String other) {
        return seconds(one) <= seconds(other) ? one : other;
    }

    boolean has(String name) {
        return directives.containsKey(name);
    }

    /** The seconds that a directive says; empty where it is not there. */
    OptionalLong seconds(Name name) {
        String value = directives.get(name.text);
        return value == null ? OptionalLong.empty() : OptionalLong.of(seconds(value));
    }

    private static long seconds(String value) {
        Matcher digits = SECONDS.matcher(value);
        if (!digits.matches()) {
            return 0;
        }
        return digits.group(1).length() > MOST_DIGITS ? LONGEST : Math.min(LONGEST, Long.parseLong(digits.group(1)));
    }

    /** Directives with a number of seconds. */
    enum Name {
        MAX_AGE("max-age"),
        S_MAXAGE("s-maxage"),
        MIN_FRESH("min-fresh"),
        STALE_IF_ERROR("stale-if-error"),
        STALE_WHILE_REVALIDATE("stale-while-revalidate");

        private final String text;

        Name(String text) {
            this.text = text;
        }
    }
}
