package dev.sallyport.app.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A cookie as it is set.
 *
 * @param attributes by their names in lower case
 */
record Cookie(String name, String value, Map<String, String> attributes) {
    private static final Pattern SESSION =
            Pattern.compile("(?i)sess|sid\\b|auth|token|login|jwt|identity|remember|refresh|sso");

    static List<Cookie> all(Answer answer) {
        return answer.all("set-cookie").stream()
                .map(Cookie::read)
                .flatMap(Optional::stream)
                .toList();
    }

    /** As a browser reads it (RFC 6265 §5.2). */
    private static Optional<Cookie> read(String field) {
        String[] parts = field.split(";", -1);
        int equals = parts[0].indexOf('=');
        if (equals < 1) {
            return Optional.empty();
        }
        Map<String, String> attributes = new TreeMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].strip().split("=", 2);
            attributes.put(pair[0].strip().toLowerCase(Locale.ROOT), pair.length > 1 ? pair[1].strip() : "");
        }
        return Optional.of(new Cookie(
                parts[0].substring(0, equals).strip(),
                parts[0].substring(equals + 1).strip(),
                attributes));
    }

    boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    /** Whether it is taken away rather than given. */
    boolean isCleared() {
        return value.isEmpty() || "0".equals(attributes.get("max-age"));
    }

    /** Whether it looks like a credential. One for CSRF is meant to be read by script. */
    boolean isCredential() {
        String lower = name.toLowerCase(Locale.ROOT);
        return !lower.contains("csrf")
                && !lower.contains("xsrf")
                && SESSION.matcher(name).find();
    }

    boolean hasPrefix() {
        return name.startsWith("__Host-") || name.startsWith("__Secure-");
    }
}
