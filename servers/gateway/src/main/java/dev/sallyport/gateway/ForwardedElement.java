package dev.sallyport.gateway;

import dev.sallyport.domain.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What one proxy said of the hop before it.
 *
 * @param node the address it took the request from, as written; empty where it did not say
 * @param proto the scheme it was asked by, in lower case; empty where it did not say
 */
record ForwardedElement(String node, String proto) {
    private static final int MOST = 32;
    private static final Pattern TOKEN = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]+");

    /** The elements of {@code Forwarded}, nearest to the client first; empty where the field is malformed. */
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
                if (!TOKEN.matcher(name).matches() || value.isEmpty() || twice) {
                    return Optional.empty();
                }
                node = name.equals("for") ? value.get() : node;
                proto = name.equals("proto") ? value.get().toLowerCase(Locale.ROOT) : proto;
            }
            elements.add(new ForwardedElement(node, proto));
        }
        return Optional.of(nearest(elements));
    }

    /**
     * The elements of {@code X-Forwarded-For}, whose commas all divide: what a client put before them, a quote too, does not
     * touch what proxies said after it. The scheme is the last of {@code X-Forwarded-Proto}, the
     * nearest proxy's.
     */
    static List<ForwardedElement> ofForwardedFor(List<String> nodes, List<String> protos) {
        String schemes = String.join(",", protos);
        String proto = schemes.substring(schemes.lastIndexOf(',') + 1).strip().toLowerCase(Locale.ROOT);
        var elements = new ArrayList<ForwardedElement>();
        for (String node : String.join(",", nodes).split(",", -1)) {
            elements.add(new ForwardedElement(node.strip(), proto));
        }
        return nearest(elements);
    }

    /** The last of many: those before them are the client's own words, and do not hide where it is. */
    private static List<ForwardedElement> nearest(List<ForwardedElement> elements) {
        return elements.subList(Math.max(0, elements.size() - MOST), elements.size());
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
