package dev.sallyport.auth.page;

import java.util.Map;
import java.util.Optional;

/**
 * How the pages of one installation look: colours, words and a mark of its own.
 *
 * @param values what {@code theme.css} says, by variable
 * @param texts what {@code texts.properties} (under the empty tag) and {@code texts_xx.properties} say instead of our words
 * @param languages complete further languages, from {@code messages_xx.properties}, by tag
 */
public record Theme(
        Map<ThemeVariable, String> values,
        Map<String, Map<String, String>> texts,
        Map<String, Map<String, String>> languages,
        Optional<Logo> logo) {
    /** The house's own look. */
    public static final Theme OURS = new Theme(Map.of(), Map.of(), Map.of(), Optional.empty());

    public Theme {
        values = Map.copyOf(values);
        texts = Map.copyOf(texts);
        languages = Map.copyOf(languages);
    }

    /** The value of the variable, in light or dark. */
    String value(ThemeVariable variable) {
        return values.getOrDefault(variable, variable.ours);
    }
}
