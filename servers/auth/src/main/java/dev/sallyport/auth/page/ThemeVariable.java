package dev.sallyport.auth.page;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Everything that {@code theme.css} may set. Names stay for ever: a theme that loads today loads after every upgrade.
 */
public enum ThemeVariable {
    GROUND("--sp-ground", Kind.COLOUR, "#f5f6f3"),
    CARD("--sp-card", Kind.COLOUR, "#ffffff"),
    TEXT("--sp-text", Kind.COLOUR, "#1b2226"),
    MUTED("--sp-muted", Kind.COLOUR, "#545d62"),
    LINK("--sp-link", Kind.COLOUR, "#226b5b"),
    ACCENT("--sp-accent", Kind.COLOUR, "#226b5b"),
    ACCENT_TEXT("--sp-accent-text", Kind.COLOUR, "#ffffff"),
    MARK("--sp-mark", Kind.COLOUR, "#226b5b"),
    LINE("--sp-line", Kind.COLOUR, "#e2e5df"),
    FIELD_LINE("--sp-field-line", Kind.COLOUR, "#838c86"),
    WALL("--sp-wall", Kind.COLOUR, "#e9ece7"),
    ERROR("--sp-error", Kind.COLOUR, "#b42318"),

    GROUND_DARK("--sp-ground-dark", Kind.COLOUR, "#11161a"),
    CARD_DARK("--sp-card-dark", Kind.COLOUR, "#171d21"),
    TEXT_DARK("--sp-text-dark", Kind.COLOUR, "#e4e8ea"),
    MUTED_DARK("--sp-muted-dark", Kind.COLOUR, "#a6b0b6"),
    LINK_DARK("--sp-link-dark", Kind.COLOUR, "#84c1b1"),
    ACCENT_DARK("--sp-accent-dark", Kind.COLOUR, "#226b5b"),
    ACCENT_TEXT_DARK("--sp-accent-text-dark", Kind.COLOUR, "#ffffff"),
    MARK_DARK("--sp-mark-dark", Kind.COLOUR, "#60ae9a"),
    LINE_DARK("--sp-line-dark", Kind.COLOUR, "#2b343a"),
    FIELD_LINE_DARK("--sp-field-line-dark", Kind.COLOUR, "#6d7880"),
    WALL_DARK("--sp-wall-dark", Kind.COLOUR, "#171d21"),
    ERROR_DARK("--sp-error-dark", Kind.COLOUR, "#ff9b8f"),

    RADIUS("--sp-radius", Kind.LENGTH, "0.5rem"),
    CARD_RADIUS("--sp-card-radius", Kind.LENGTH, "1rem"),
    LOGO_HEIGHT("--sp-logo-height", Kind.LENGTH, "3rem"),
    FONT(
            "--sp-font",
            Kind.FONTS,
            "system-ui, -apple-system, \"Segoe UI\", Roboto, \"Noto Sans\", \"Liberation Sans\", Arial, sans-serif");

    private static final String DARK = "-dark";

    /** The name in the file. */
    final String css;

    final Kind kind;

    /** The value where a theme says nothing. */
    final String ours;

    ThemeVariable(String css, Kind kind, String ours) {
        this.css = css;
        this.kind = kind;
        this.ours = ours;
    }

    /** What a value looks like. None of it can name an address, end a declaration or leave the style element. */
    public enum Kind {
        COLOUR("#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}", "a colour such as #226b5b"),
        LENGTH("0|(?:[0-9]|[1-5][0-9]|6[0-4])px|[0-3](?:\\.[0-9]{1,3})?rem|4rem", "a length from 0 to 64px or 4rem"),
        FONTS(
                "(?:FONT)(?:\\s*,\\s*(?:FONT)){0,9}"
                        .replace("FONT", "-?[A-Za-z][A-Za-z0-9 -]{0,39}|\"[A-Za-z][A-Za-z0-9 -]{0,39}\""),
                "up to ten names of fonts, such as \"Segoe UI\", sans-serif");

        private final Pattern form;
        final String expected;

        Kind(String form, String expected) {
            this.form = Pattern.compile(form);
            this.expected = expected;
        }

        boolean takes(String value) {
            return form.matcher(value).matches();
        }
    }

    static Optional<ThemeVariable> named(String css) {
        return Arrays.stream(values()).filter(v -> v.css.equals(css)).findFirst();
    }

    boolean isDark() {
        return css.endsWith(DARK);
    }

    /** The name that the style sheet knows, alike in light and dark. */
    String inSheet() {
        return isDark() ? css.substring(0, css.length() - DARK.length()) : css;
    }
}
