package dev.sallyport.auth.page;

import java.util.Locale;

/** The words and colours of an installation's theme, for whoever else writes to its people: the letters. */
public final class Brand {
    private final Theme theme;
    private final Languages languages;

    public Brand(Theme theme) {
        this.theme = theme;
        this.languages = new Languages(theme);
    }

    /** The words in that language, or in the usual one where the tag is none that is spoken here. */
    public Words in(String tag) {
        Texts texts = languages.in(Locale.forLanguageTag(tag));
        return new Words() {
            @Override
            public Locale language() {
                return texts.language();
            }

            @Override
            public String direction() {
                return texts.direction();
            }

            @Override
            public String text(String key, String... namesAndValues) {
                return texts.text(key, namesAndValues);
            }
        };
    }

    /** What the theme says of the variable, or what is ours. */
    public String value(ThemeVariable variable) {
        return theme.value(variable);
    }

    /** The words of one language. */
    public interface Words {
        Locale language();

        /** {@code ltr} or {@code rtl}. */
        String direction();

        /**
         * The sentence behind the key, with values in the places of its names; they are cleaned, and not yet encoded for HTML.
         *
         * @throws IllegalArgumentException when there is no such key
         */
        String text(String key, String... namesAndValues);
    }
}
