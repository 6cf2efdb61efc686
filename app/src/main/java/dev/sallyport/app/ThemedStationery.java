package dev.sallyport.app;

import dev.sallyport.auth.page.Brand;
import dev.sallyport.auth.page.ThemeVariable;
import dev.sallyport.worker.mail.Stationery;
import java.util.Locale;

/** Letters in the words and colours of the pages. */
record ThemedStationery(Brand brand) implements Stationery {
    @Override
    public Words in(String tag) {
        Brand.Words words = brand.in(tag);
        return new Words() {
            @Override
            public Locale language() {
                return words.language();
            }

            @Override
            public String direction() {
                return words.direction();
            }

            @Override
            public String text(String key, String... namesAndValues) {
                return words.text(key, namesAndValues);
            }
        };
    }

    @Override
    public Look look() {
        return new Look(
                new Colours(
                        brand.value(ThemeVariable.GROUND),
                        brand.value(ThemeVariable.CARD),
                        brand.value(ThemeVariable.TEXT),
                        brand.value(ThemeVariable.MUTED),
                        brand.value(ThemeVariable.LINK),
                        brand.value(ThemeVariable.ACCENT),
                        brand.value(ThemeVariable.ACCENT_TEXT),
                        brand.value(ThemeVariable.LINE)),
                new Colours(
                        brand.value(ThemeVariable.GROUND_DARK),
                        brand.value(ThemeVariable.CARD_DARK),
                        brand.value(ThemeVariable.TEXT_DARK),
                        brand.value(ThemeVariable.MUTED_DARK),
                        brand.value(ThemeVariable.LINK_DARK),
                        brand.value(ThemeVariable.ACCENT_DARK),
                        brand.value(ThemeVariable.ACCENT_TEXT_DARK),
                        brand.value(ThemeVariable.LINE_DARK)),
                brand.value(ThemeVariable.FONT),
                brand.value(ThemeVariable.RADIUS),
                brand.value(ThemeVariable.CARD_RADIUS));
    }
}
