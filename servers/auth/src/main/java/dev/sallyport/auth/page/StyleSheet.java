package dev.sallyport.auth.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The one style sheet: the variables of a theme, then the rules of {@code page.css}, which know colours by those alone. */
final class StyleSheet {
    private static final String RULES = rules();

    private StyleSheet() {}

    static String of(Theme theme) {
        return ":root{" + declarations(theme, variable -> !variable.isDark())
                + "}@media (prefers-color-scheme:dark){:root{" + declarations(theme, ThemeVariable::isDark) + "}}\n"
                + RULES;
    }

    private static String declarations(Theme theme, Predicate<ThemeVariable> which) {
        return Arrays.stream(ThemeVariable.values())
                .filter(which)
                .map(variable -> variable.inSheet() + ":" + theme.value(variable) + ";")
                .collect(Collectors.joining());
    }

    private static String rules() {
        try (InputStream file = StyleSheet.class.getResourceAsStream("page.css")) {
            if (file == null) {
                throw new IllegalStateException("the program lacks page.css");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
