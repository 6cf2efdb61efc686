package dev.sallyport.auth.page;

import dev.sallyport.kit.json.Bound;
import dev.sallyport.kit.json.Bound.Mistake;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the pages of one installation look: colours, words and a mark of its own.
 *
 * @param values what {@code theme.css} says, by variable
 * @param texts what {@code texts.properties} (under the empty tag) and {@code texts_xx.properties} say instead of our words
 * @param languages further languages, from {@code messages_xx.properties}, by tag; what one lacks is said in English
 * @param gaps what is not wrong, but should be known: the texts that a language lacks, as after an upgrade
 */
public record Theme(
        Map<ThemeVariable, String> values,
        Map<String, Map<String, String>> texts,
        Map<String, Map<String, String>> languages,
        Optional<Logo> logo,
        List<Mistake> gaps) {
    /** The house's own look. */
    public static final Theme OURS = new Theme(Map.of(), Map.of(), Map.of(), Optional.empty(), List.of());

    public Theme {
        values = Map.copyOf(values);
        texts = Map.copyOf(texts);
        languages = Map.copyOf(languages);
        gaps = List.copyOf(gaps);
    }

    /**
     * The theme in that folder, or every mistake in it at once, each with its file and line. A theme that loads cannot break
     * a page.
     */
    public static Bound<Theme> load(Path folder) {
        return new ThemeFolder(folder).read();
    }

    /** The value of the variable. */
    String value(ThemeVariable variable) {
        return values.getOrDefault(variable, variable.ours);
    }
}
