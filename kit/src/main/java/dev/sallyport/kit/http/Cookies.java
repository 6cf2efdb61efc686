package dev.sallyport.kit.http;

import dev.sallyport.domain.Spec;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Cookies in and out. */
public final class Cookies {
    private Cookies() {}

    /** The cookie's value, where it came exactly once; a cookie sent twice is somebody's trick and counts as none. */
    @Spec("RFC 6265bis §5.8.3")
    static Optional<String> find(Headers headers, String name) {
        Optional<String> found = Optional.empty();
        for (String header : headers.all("cookie")) {
            for (String pair : header.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && trimmed(pair.substring(0, equals)).equals(name)) {
                    if (found.isPresent()) {
                        return Optional.empty();
                    }
                    found = Optional.of(trimmed(pair.substring(equals + 1)));
                }
            }
        }
        return found;
    }

    /** The fields with these cookies and no others; a cookie sent twice stays twice, and counts as none later. */
    public static Headers only(Headers headers, Set<String> names) {
        String kept = headers.all("cookie").stream()
                .flatMap(header -> Stream.of(header.split(";", -1)))
                .map(Cookies::trimmed)
                .filter(pair -> names.contains(trimmed(pair.substring(0, Math.max(0, pair.indexOf('='))))))
                .collect(Collectors.joining("; "));
        return kept.isEmpty() ? headers.without("cookie") : headers.set("cookie", kept);
    }

    /** Without the spaces and tabs around it, and no others: a wide space is a part of a name, whoever else would pass over it. */
    private static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    /** Which requests from other sites carry the cookie. */
    public enum SameSite {
        STRICT("Strict"),
        LAX("Lax");

        private final String wireName;

        SameSite(String wireName) {
            this.wireName = wireName;
        }
    }

    /**
     * A {@code Set-Cookie} value. Always {@code Secure}: browsers keep such cookies for http://localhost too.
     *
     * @param path {@code /} for names with the prefix {@code __Host-}
     */
    public record SetCookie(
            String name, String value, String path, boolean httpOnly, SameSite sameSite, Duration maxAge) {
        public SetCookie {
            if (name.startsWith("__Host-") && !path.equals("/")) {
                throw new IllegalArgumentException("a __Host- cookie has Path=/");
            }
        }

        /** The same cookie, told to go. */
        public SetCookie expired() {
            return new SetCookie(name, "", path, httpOnly, sameSite, Duration.ZERO);
        }

        @Override
        public String toString() {
            return name + "=" + value + "; Max-Age=" + maxAge.toSeconds() + "; Path=" + path + "; Secure"
                    + (httpOnly ? "; HttpOnly" : "") + "; SameSite=" + sameSite.wireName;
        }
    }
}
