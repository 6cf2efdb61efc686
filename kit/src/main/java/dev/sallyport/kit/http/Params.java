package dev.sallyport.kit.http;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Parameters of a query or of a form, in order; a name may come several times, and who asks for one says what then. */
public final class Params {
    /** More parameters than this are refused as malformed (T43). */
    public static final int MOST = 256;

    public static final Params NONE = new Params(Map.of());

    private final Map<String, List<String>> values;

    private Params(Map<String, List<String>> values) {
        this.values = values;
    }

    /** Parses {@code application/x-www-form-urlencoded} text; empty when an escape is broken or there are too many. */
    public static Optional<Params> parse(String text) {
        if (text.isEmpty()) {
            return Optional.of(NONE);
        }
        var values = new LinkedHashMap<String, List<String>>();
        String[] pairs = text.split("&", MOST + 1);
        if (pairs.length > MOST) {
            return Optional.empty();
        }
        try {
            for (String pair : pairs) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                if (!pair.isEmpty()) {
                    values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
                }
            }
        } catch (IllegalArgumentException brokenEscape) {
            return Optional.empty();
        }
        return Optional.of(new Params(values));
    }

    /** Parameters that were read before. */
    public static Params of(Map<String, List<String>> values) {
        var copy = new LinkedHashMap<String, List<String>>();
        values.forEach((name, all) -> copy.put(name, List.copyOf(all)));
        return new Params(copy);
    }

    private static String decode(String text) {
        String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
        if (decoded.indexOf('\uFFFD') >= 0) {
            throw new IllegalArgumentException("not UTF-8");
        }
        return decoded;
    }

    /** The value, where the name came once or more; the first of several. */
    public Optional<String> first(String name) {
        return Optional.ofNullable(values.get(name)).map(List::getFirst);
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** Names that came more than once (RFC 6749 §3.1: parameters must not). */
    public List<String> repeated() {
        return values.entrySet().stream()
                .filter(e -> e.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    public Iterable<String> names() {
        return values.keySet();
    }

    /** Every name with its values, in order. */
    public Map<String, List<String>> all() {
        return Collections.unmodifiableMap(values);
    }

    /** As a form or a query has them, in order (WHATWG URL §5.2). */
    public String encoded() {
        return values.entrySet().stream()
                .flatMap(e -> e.getValue().stream().map(value -> encoded(e.getKey()) + "=" + encoded(value)))
                .collect(Collectors.joining("&"));
    }

    /** One name or value, as forms and queries have it. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
