package dev.sallyport.gateway.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with gaps such as {@code {{limits}}}, from beside this class. */
final class Template {
    private static final Pattern GAP = Pattern.compile("\\{\\{([a-z0-9_]+)}}");

    private final String text;
    private final Map<String, String> filling = new HashMap<>();

    private Template(String text) {
        this.text = text;
    }

    static Template of(String name) {
        try (InputStream in = Template.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program has no " + name);
            }
            return new Template(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Template fill(String gap, Object value) {
        filling.put(gap, value.toString());
        return this;
    }

    /** The text without gaps; one that nobody filled is a bug. */
    String text() {
        return GAP.matcher(text).replaceAll(gap -> {
            String value = filling.get(gap.group(1));
            if (value == null) {
                throw new IllegalStateException("nobody filled {{" + gap.group(1) + "}}");
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
