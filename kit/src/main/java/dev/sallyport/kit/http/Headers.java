package dev.sallyport.kit.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Header fields in order: names in lower case, values without control characters. Immutable. */
public final class Headers {
    public static final Headers NONE = new Headers(List.of());

    /** Name, value, name, value … */
    private final List<String> pairs;

    private Headers(List<String> pairs) {
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
        return new Headers(pairs);
    }

    /** The first value of the field. */
    public Optional<String> first(String name) {
        for (int i = 0; i < pairs.size(); i += 2) {
            if (pairs.get(i).equalsIgnoreCase(name)) {
                return Optional.of(pairs.get(i + 1));
            }
        }
        return Optional.empty();
    }

    /** Every value of the field, in order. */
    public List<String> all(String name) {
        var values = new ArrayList<String>();
        each((n, value) -> {
            if (n.equalsIgnoreCase(name)) {
                values.add(value);
            }
        });
        return values;
    }

    public boolean has(String name) {
        return first(name).isPresent();
    }

    /** With one more value of the field. */
    public Headers with(String name, String value) {
        var more = new ArrayList<String>(pairs.size() + 2);
        more.addAll(pairs);
        more.add(lower(name));
        more.add(checked(name, value));
        return new Headers(more);
    }

    /** With this value, and no other, for the field. */
    public Headers set(String name, String value) {
        return without(name).with(name, value);
    }

    public Headers without(String name) {
        if (!has(name)) {
            return this;
        }
        var fewer = new ArrayList<String>(pairs.size());
        each((n, value) -> {
            if (!n.equalsIgnoreCase(name)) {
                fewer.add(n);
                fewer.add(value);
            }
        });
        return new Headers(fewer);
    }

    public void each(BiConsumer<String, String> visitor) {
        for (int i = 0; i < pairs.size(); i += 2) {
            visitor.accept(pairs.get(i), pairs.get(i + 1));
        }
    }

    public int count() {
        return pairs.size() / 2;
    }

    private static String lower(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                return name.toLowerCase(Locale.ROOT);
            }
            if (c <= ' ' || c >= 0x7f || c == ':') {
                throw new IllegalArgumentException("a header name may not contain character " + (int) c);
            }
        }
        return name;
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
