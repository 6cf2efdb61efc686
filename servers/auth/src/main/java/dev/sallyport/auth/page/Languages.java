package dev.sallyport.auth.page;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.json.Bound.Mistake;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every language that the pages speak: those of the files {@code messages_xx.properties}, and those of the theme. */
final class Languages {
    /** Spoken where nobody asks for anything that is here. */
    static final Locale USUAL = Locale.ENGLISH;

    /** More preferences than this are not looked at (T43). */
    private static final int MOST = 20;

    private final Map<String, Texts> byTag = new TreeMap<>();

    Languages(Theme theme) {
        var tags = new TreeSet<>(BuiltIn.TEXTS.keySet());
        tags.addAll(theme.languages().keySet());
        for (String tag : tags) {
            byTag.put(tag, new Texts(Locale.forLanguageTag(tag), words(theme, tag)));
        }
    }

    /** English where nothing better is said, then our words, then the theme's: those for all languages before those for one. */
    private static Map<String, String> words(Theme theme, String tag) {
        var words = new HashMap<>(BuiltIn.TEXTS.get(USUAL.getLanguage()));
        words.putAll(BuiltIn.TEXTS.getOrDefault(tag, Map.of()));
        words.putAll(theme.texts().getOrDefault("", Map.of()));
        words.putAll(theme.languages().getOrDefault(tag, Map.of()));
        words.putAll(theme.texts().getOrDefault(tag, Map.of()));
        return words;
    }

    /** The words in that language, or in the usual one. */
    Texts in(Locale language) {
        Texts found = byTag.get(language.toLanguageTag());
        return found == null ? byTag.get(USUAL.toLanguageTag()) : found;
    }

    /** The tags, such as {@code de} and {@code pt-BR}. */
    List<String> tags() {
        return List.copyOf(byTag.keySet());
    }

    /**
     * The best language there is: what the client asked for by {@code ui_locales}, then what the browser prefers, then the
     * usual one. A preference that cannot be read counts for nothing, since a page in another language is better than none.
     *
     * @param uiLocales tags in the order of preference, separated by spaces; empty where the client named none
     */
    @Spec("OpenID Connect Core §3.1.2.1")
    @Spec("RFC 9110 §12.5.4")
    Locale choose(String uiLocales, List<String> acceptLanguage) {
        var asked = Arrays.stream(uiLocales.split(" ", MOST + 1)).limit(MOST);
        var preferred = acceptLanguage.stream()
                .flatMap(field -> Arrays.stream(field.split(",", MOST + 1)).limit(MOST));
        return find(asked).or(() -> find(preferred)).map(Locale::forLanguageTag).orElse(USUAL);
    }

    /** {@code de-AT} finds {@code de} where there is no {@code de-AT}. */
    @Spec("RFC 4647 §3.4")
    private Optional<String> find(Stream<String> preferences) {
        var ranges = preferences
                .flatMap(preference -> range(preference).stream())
                .sorted(Comparator.comparingDouble(LanguageRange::getWeight).reversed())
                .toList();
        return Optional.ofNullable(Locale.lookupTag(ranges, tags()))
                .flatMap(found ->
                        byTag.keySet().stream().filter(found::equalsIgnoreCase).findFirst());
    }

    private static List<LanguageRange> range(String preference) {
        try {
            return preference.isBlank() || preference.length() > 100
                    ? List.of()
                    : LanguageRange.parse(preference.strip());
        } catch (IllegalArgumentException unreadable) {
            return List.of();
        }
    }

    /** The messages in the program, by tag. */
    static final class BuiltIn {
        static final SequencedMap<String, TextFile.Entry> ENGLISH = read(USUAL.getLanguage());
        static final Map<String, Map<String, String>> TEXTS = all();

        private BuiltIn() {}

        /** Whoever adds the file {@code messages_fr.properties} has added French. */
        private static Map<String, Map<String, String>> all() {
            var found = new TreeMap<String, Map<String, String>>();
            for (String language : Locale.getISOLanguages()) {
                if (Languages.class.getResource(name(language)) != null) {
                    found.put(language, TextFile.texts(read(language)));
                }
            }
            return found;
        }

        private static SequencedMap<String, TextFile.Entry> read(String language) {
            String name = name(language);
            var mistakes = new ArrayList<Mistake>();
            try (InputStream file = Languages.class.getResourceAsStream(name)) {
                if (file == null) {
                    throw new IllegalStateException("the program lacks " + name);
                }
                String content = new String(file.readAllBytes(), StandardCharsets.UTF_8);
                var entries = TextFile.read(name, content, mistakes);
                if (!mistakes.isEmpty()) {
                    throw new IllegalStateException(mistakes.toString());
                }
                return entries;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String name(String language) {
            return "messages_" + language + ".properties";
        }
    }
}
