package dev.sallyport.gateway;

import dev.sallyport.domain.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one proxy said of the hop before it.
 *
 * @param node the address it took the request from, as written; empty where it did not say
 * @param proto the scheme it was asked by, in lower case; empty where it did not say
 */
record ForwardedElement(String node, String proto) {
    private static final int MOST = 32;

    /** The elements of {@code Forwarded}, nearest to the client first; empty where the field is malformed or too long. */
    @Spec("RFC 7239 §4")
    static Optional<List<ForwardedElement>> ofForwarded(List<String> fields) {
        var elements = new ArrayList<ForwardedElement>();
        for (String element : split(String.join(",", fields), ',')) {
            String node = "";
            String proto = "";
            for (String pair : split(element, ';')) {
                int equals = pair.indexOf('=');
                if (equals < 1) {
                    return Optional.empty();
                }
                String name = pair.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                Optional<String> value = unquoted(pair.substring(equals + 1).strip());
                boolean twice = (name.equals("for") && !node.isEmpty()) || (name.equals("proto") && !proto.isEmpty());
                if (value.isEmpty() || twice) {
                    return Optional.empty();
                }
                node = name.equals("for") ? value.get() : node;
                proto = name.equals("proto") ? value.get().toLowerCase(Locale.ROOT) : proto;
            }
            elements.add(new ForwardedElement(node, proto));
        }
        return elements.size() > MOST ? Optional.empty() : Optional.of(elements);
    }

    /** The elements of {@code X-Forwarded-For}; the scheme is the last of {@code X-Forwarded-Proto}, the nearest proxy's. */
    static Optional<List<ForwardedElement>> ofForwardedFor(List<String> nodes, List<String> protos) {
        List<String> schemes = split(String.join(",", protos), ',');
        String proto = schemes.getLast().strip().toLowerCase(Locale.ROOT);
        var elements = new ArrayList<ForwardedElement>();
        for (String node : split(String.join(",", nodes), ',')) {
            elements.add(new ForwardedElement(node.strip(), proto));
        }
        return elements.size() > MOST ? Optional.empty() : Optional.of(elements);
    }

    /** The parts between separators that stand outside of quotes; at least one. */
    private static List<String> split(String text, char separator) {
        var parts = new ArrayList<String>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(Math.min(from, text.length())));
        return parts;
    }

    /** A token, or what is within quotes; escapes within are nobody's address and make it malformed. */
    private static Optional<String> unquoted(String value) {
        if (!value.startsWith("\"")) {
            return value.indexOf('"') < 0 ? Optional.of(value) : Optional.empty();
        }
        boolean closed = value.length() >= 2 && value.indexOf('"', 1) == value.length() - 1;
        return closed && value.indexOf('\\') < 0
                ? Optional.of(value.substring(1, value.length() - 1))
                : Optional.empty();
    }
}
