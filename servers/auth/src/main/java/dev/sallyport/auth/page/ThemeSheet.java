package dev.sallyport.auth.page;

import dev.sallyport.domain.Spec;
import dev.sallyport.kit.json.Bound.Mistake;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code theme.css}: declarations of the variables of {@link ThemeVariable}, within {@code :root { … }} or without,
 * and comments. It is an allow-list: what is no such declaration is a mistake, so that nothing of the file can fetch
 * anything, hide anything or leave the style element.
 */
final class ThemeSheet {
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/");
    private static final Pattern FRAME = Pattern.compile("(?s)(\\s*):root\\s*\\{([^{}]*)}\\s*");
    private static final Pattern DECLARATION = Pattern.compile("(--sp-[a-z-]+)\\s*:\\s*([^:]*)");

    /** The foreground, the background, and the least contrast between them. */
    private record Pair(ThemeVariable front, ThemeVariable back, double least) {
        static Pair text(ThemeVariable front, ThemeVariable back) {
            return new Pair(front, back, 4.5);
        }
    }

    private static final List<Pair> PAIRS = List.of(
            Pair.text(ThemeVariable.TEXT, ThemeVariable.GROUND),
            Pair.text(ThemeVariable.TEXT, ThemeVariable.CARD),
            Pair.text(ThemeVariable.MUTED, ThemeVariable.GROUND),
            Pair.text(ThemeVariable.MUTED, ThemeVariable.CARD),
            Pair.text(ThemeVariable.LINK, ThemeVariable.CARD),
            Pair.text(ThemeVariable.ERROR, ThemeVariable.CARD),
            Pair.text(ThemeVariable.ACCENT_TEXT, ThemeVariable.ACCENT),
            new Pair(ThemeVariable.FIELD_LINE, ThemeVariable.CARD, 3),
            Pair.text(ThemeVariable.TEXT_DARK, ThemeVariable.GROUND_DARK),
            Pair.text(ThemeVariable.TEXT_DARK, ThemeVariable.CARD_DARK),
            Pair.text(ThemeVariable.MUTED_DARK, ThemeVariable.GROUND_DARK),
            Pair.text(ThemeVariable.MUTED_DARK, ThemeVariable.CARD_DARK),
            Pair.text(ThemeVariable.LINK_DARK, ThemeVariable.CARD_DARK),
            Pair.text(ThemeVariable.ERROR_DARK, ThemeVariable.CARD_DARK),
            Pair.text(ThemeVariable.ACCENT_TEXT_DARK, ThemeVariable.ACCENT_DARK),
            new Pair(ThemeVariable.FIELD_LINE_DARK, ThemeVariable.CARD_DARK, 3));

    private final String name;
    private final List<Mistake> mistakes;
    private final Map<ThemeVariable, String> values = new EnumMap<>(ThemeVariable.class);
    private final Map<ThemeVariable, Integer> lines = new EnumMap<>(ThemeVariable.class);

    private ThemeSheet(String name, List<Mistake> mistakes) {
        this.name = name;
        this.mistakes = mistakes;
    }

    /** The values of the variables that {@code css} sets; what is wrong is added to {@code mistakes} with its line. */
    static Map<ThemeVariable, String> read(String name, String css, List<Mistake> mistakes) {
        var sheet = new ThemeSheet(name, mistakes);
        sheet.declarations(css);
        sheet.contrasts();
        return sheet.values;
    }

    private void declarations(String css) {
        // Comments and the frame leave their line breaks behind, so that lines can still be counted.
        String bare = COMMENT.matcher(css)
                .replaceAll(comment -> "\n".repeat((int) comment.group().lines().count() - 1));
        Matcher frame = FRAME.matcher(bare);
        String inner =
                frame.matches() ? bare.substring(0, frame.start(2)).replaceAll("\\S", " ") + frame.group(2) : bare;
        int line = 1;
        int from = 0;
        while (from < inner.length()) {
            int end = inner.indexOf(';', from);
            String statement = inner.substring(from, end < 0 ? inner.length() : end);
            String text = statement.strip();
            int at = line
                    + breaks(statement.substring(
                            0, statement.length() - statement.stripLeading().length()));
            if (!text.isEmpty() && end < 0) {
                mistake(at, text, "lacks the ; at its end, or is no declaration");
            } else if (!text.isEmpty()) {
                declaration(at, text);
            }
            line += breaks(statement);
            from = end < 0 ? inner.length() : end + 1;
        }
    }

    private void declaration(int line, String text) {
        Matcher parts = DECLARATION.matcher(text);
        if (!parts.matches()) {
            mistake(line, text, "only declarations such as --sp-accent: #226b5b; may stand here");
            return;
        }
        var variable = ThemeVariable.named(parts.group(1));
        String value = parts.group(2).strip();
        if (variable.isEmpty()) {
            mistake(line, parts.group(1), "there is no such variable");
        } else if (!variable.get().kind.takes(value)) {
            mistake(line, text, "must be " + variable.get().kind.expected);
        } else if (values.putIfAbsent(variable.get(), value) != null) {
            mistake(line, parts.group(1), "stands in line " + lines.get(variable.get()) + " already");
        } else {
            lines.put(variable.get(), line);
        }
    }

    /** Texts that somebody with weak eyes cannot read are a mistake like any other. */
    @Spec("WCAG 2.2 §1.4.3")
    @Spec("WCAG 2.2 §1.4.11")
    private void contrasts() {
        for (Pair pair : PAIRS) {
            if (!lines.containsKey(pair.front()) && !lines.containsKey(pair.back())) {
                continue;
            }
            double contrast = Contrast.between(value(pair.front()), value(pair.back()));
            if (contrast < pair.least()) {
                ThemeVariable said = lines.containsKey(pair.front()) ? pair.front() : pair.back();
                mistake(
                        lines.get(said),
                        said.css + ": " + value(said),
                        String.format(
                                Locale.ROOT,
                                "the contrast of %s to %s is %.1f to 1; it must be %.1f or more",
                                pair.front().css,
                                pair.back().css,
                                Math.floor(contrast * 10) / 10,
                                pair.least()));
            }
        }
    }

    private String value(ThemeVariable variable) {
        return values.getOrDefault(variable, variable.ours);
    }

    private void mistake(int line, String value, String expected) {
        String first = value.lines().findFirst().orElse("");
        mistakes.add(
                new Mistake(name + ":" + line, first.length() <= 60 ? first : first.substring(0, 60) + "…", expected));
    }

    private static int breaks(String text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }
}
