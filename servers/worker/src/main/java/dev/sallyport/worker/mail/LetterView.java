package dev.sallyport.worker.mail;

import dev.sallyport.worker.mail.Stationery.Look;
import java.util.Locale;

/**
 * What the two templates of a letter show.
 *
 * @param link where the button leads
 */
record LetterView(
        Locale language,
        String direction,
        String product,
        String subject,
        String text,
        String button,
        String link,
        String hint,
        String note,
        String footer,
        Look look) {}
