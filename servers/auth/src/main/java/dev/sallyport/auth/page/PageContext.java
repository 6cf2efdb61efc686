package dev.sallyport.auth.page;

import java.util.Locale;

/**
 * For whom a page is shown and where it leads.
 *
 * @param language one of the languages that {@link Pages#context} chooses from; another shows the page in English
 */
public record PageContext(Locale language, Onward onward) {
    /** The same, with forms that may lead there. */
    public PageContext leading(Onward other) {
        return new PageContext(language, other);
    }
}
