package dev.sallyport.kit.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Header fields in order: names in lower case, values without control characters. Immutable. */
public final class Headers {
    public static final Headers NONE = new Headers(new String[0]);

    /** As clients and servers of HTTP/1.1 like to write them; to each its lower case. */
    private static final Map<String, String> USUAL = Stream.of(
                    "Accept",
                    "Accept-Encoding",
                    "Accept-Language",
                    "Accept-Ranges",
                    "Authorization",
                    "Cache-Control",
                    "Connection",
                    "Content-Encoding",
                    "Content-Length",
                    "Content-Type",
                    "Cookie",
                    "Date",
                    "ETag",
                    "Expires",
                    "Host",
                    "Keep-Alive",
                    "Last-Modified",
                    "Location",
                    "Origin",
                    "Referer",
                    "Server",
                    "Set-Cookie",
                    "Transfer-Encoding",
                    "User-Agent",
                    "Vary")
            .collect(Collectors.toUnmodifiableMap(name -> name, name -> name.toLowerCase(Locale.ROOT)));

    /** Name, value, name, value … Never written to once it is here. */
    private final String[] pairs;

    private Headers(String[] pairs) {
        this.pairs = pairs;
    }

    /** Headers from {@code name, value, name, value …}. */
    public static Headers of(String... pairs) {
        Headers headers = NONE;
        for (int i = 0; i + 1 < pairs.length; i += 2) {
            headers = headers.with(pairs[i], pairs[i + 1]);
        }
        return headers;
    }

    /** Headers from entries in their order; throws {@link IllegalArgumentException} where one has a control character. */
    public static Headers copyOf(Iterable<Map.Entry<String, String>> entries) {
        var pairs = new ArrayList<String>(32);
        for (Map.Entry<String, String> entry : entries) {
            pairs.add(lower(entry.getKey()));
            pairs.add(checked(entry.getKey(), entry.getValue()));
        }
        return new Headers(pairs.toArray(new String[0]));
    }

    /** The first value of the field. */
    public Optional<String> first(String name) {
        int at = find(name, 0);
        return at < 0 ? Optional.empty() : Optional.of(pairs[at + 1]);
    }

    /** Every value of the field, in order. */
    public List<String> all(String name) {
        int at = find(name, 0);
        if (at < 0) {
            return List.of();
        }
        var values = new ArrayList<String>(2);
        while (at >= 0) {
            values.add(pairs[at + 1]);
            at = find(name, at + 2);
        }
        return values;
    }

    public boolean has(String name) {
        return find(name, 0) >= 0;
    }

    /** Where the next field of that name stands, or -1. */
    private int find(String name, int from) {
        for (int i = from; i < pairs.length; i += 2) {
            if (isSame(pairs[i], name)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isSame(String lower, String name) {
        return lower.equals(name) || (lower.length() == name.length() && lower.equalsIgnoreCase(name));
    }

    /** With one more value of the field. */
    public Headers with(String name, String value) {
        String[] more = Arrays.copyOf(pairs, pairs.length + 2);
        more[pairs.length] = lower(name);
        more[pairs.length + 1] = checked(name, value);
        return new Headers(more);
    }

    /** With this value, and no other, for the field. */
    public Headers set(String name, String value) {
        return set(new String[] {name, value});
    }

    /** With these values, and no others, for the fields; {@code name, value, name, value …}, each name once. */
    public Headers set(String... others) {
        String[] all = new String[pairs.length + others.length];
        int kept = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            if (!names(others, pairs[i])) {
                all[kept++] = pairs[i];
                all[kept++] = pairs[i + 1];
            }
        }
        for (int i = 0; i < others.length; i += 2) {
            all[kept++] = lower(others[i]);
            all[kept++] = checked(others[i], others[i + 1]);
        }
        return new Headers(kept == all.length ? all : Arrays.copyOf(all, kept));
    }

    private static boolean names(String[] pairs, String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (isSame(name, pairs[i])) {
                return true;
            }
        }
        return false;
    }

    /** With the fields of the others in the place of those of the same names. */
    public Headers set(Headers others) {
        return without(others::has).with(others);
    }

    /** With the fields of the others that are of no name that is here. */
    public Headers orElse(Headers others) {
        return with(others.without(this::has));
    }

    /** With all fields of the others after these. */
    public Headers with(Headers others) {
        if (pairs.length == 0 || others.pairs.length == 0) {
            return pairs.length == 0 ? others : this;
        }
        String[] all = Arrays.copyOf(pairs, pairs.length + others.pairs.length);
        System.arraycopy(others.pairs, 0, all, pairs.length, others.pairs.length);
        return new Headers(all);
    }

    public Headers without(String name) {
        return has(name) ? without(field -> field.equalsIgnoreCase(name)) : this;
    }

    /** Without the fields of those names, which come in lower case. */
    public Headers without(Predicate<String> names) {
        int first = 0;
        while (first < pairs.length && !names.test(pairs[first])) {
            first += 2;
        }
        if (first == pairs.length) {
            return this;
        }
        String[] fewer = Arrays.copyOf(pairs, pairs.length);
        int kept = first;
        for (int i = first + 2; i < pairs.length; i += 2) {
            if (!names.test(pairs[i])) {
                fewer[kept++] = pairs[i];
                fewer[kept++] = pairs[i + 1];
            }
        }
        return new Headers(Arrays.copyOf(fewer, kept));
    }

    public void each(BiConsumer<String, String> visitor) {
        for (int i = 0; i < pairs.length; i += 2) {
            visitor.accept(pairs[i], pairs[i + 1]);
        }
    }

    public int count() {
        return pairs.length / 2;
    }

    private static String lower(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                String usual = USUAL.get(name);
                return usual == null ? lowered(name) : usual;
            }
            if (c <= ' ' || c >= 0x7f || c == ':') {
                throw new IllegalArgumentException("a header name may not contain character " + (int) c);
            }
        }
        return name;
    }

    private static String lowered(String name) {
        return lower(name.toLowerCase(Locale.ROOT));
    }

    private static String checked(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw new IllegalArgumentException("header " + name + " may not contain control character " + (int) c);
            }
        }
        return value;
    }

    @Override
    public String toString() {
        return "Headers[" + count() + "]";
    }
}
