package dev.sallyport.domain.file;

import java.util.Locale;
import java.util.regex.Pattern;

/** A media type, {@code image/png}, or all of one kind, {@code image/*}; in lower case and without parameters. */
public record TypePattern(String value) {
    private static final Pattern FORM = Pattern.compile("(\\*|[a-z]+)/(\\*|[a-z0-9][a-z0-9!#$&^_.+-]*)");

    public TypePattern {
        value = value.toLowerCase(Locale.ROOT);
        if (!FORM.matcher(value).matches() || (value.startsWith("*") && !value.equals("*/*"))) {
            throw new IllegalArgumentException("must be a media type such as image/png, image/* or */*");
        }
    }

    public boolean matches(String type) {
        return value.equals("*/*")
                || value.equals(type)
                || (value.endsWith("/*") && type.startsWith(value.substring(0, value.length() - 1)));
    }
}
