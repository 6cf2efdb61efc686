package dev.sallyport.worker.mail;

import java.util.Locale;

/** The words and the look of letters: those that the pages of the same installation have. */
public interface Stationery {
    /** The words in the language with that tag, or in the usual one. */
    Words in(String tag);

    Look look();

    /** The words of one language. */
    interface Words {
        Locale language();

        /** {@code ltr} or {@code rtl}. */
        String direction();

        /** The sentence behind the key, with values in the places of its names: name, value, name, value …. */
        String text(String key, String... namesAndValues);
    }

    /**
     * Colours as {@code #rrggbb}, for readers in the light and in the dark.
     *
     * @param font names of fonts as CSS
     * @param radius the corners of the button, a length of CSS
     */
    record Look(Colours light, Colours dark, String font, String radius, String cardRadius) {}

    /** One set of colours. */
    record Colours(
            String ground,
            String card,
            String text,
            String muted,
            String link,
            String accent,
            String accentText,
            String line) {}
}
