package dev.sallyport.domain.document;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which document of its space: 1 to 128 of {@code A-Z a-z 0-9 . _ ~ -}, beginning with a letter or digit; a UUID version 7 where
 * the server gives it. Names of other calls on a collection are none.
 */
public record DocumentId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,127}");
    private static final Set<String> CALLS = Set.of("bulk", "changes");

    public DocumentId {
        if (!isOne(value)) {
            throw new IllegalArgumentException("is no id of a document");
        }
    }

    public static Optional<DocumentId> parse(String text) {
        return isOne(text) ? Optional.of(new DocumentId(text)) : Optional.empty();
    }

    private static boolean isOne(String text) {
        return FORM.matcher(text).matches() && !CALLS.contains(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
