package dev.sallyport.app.doctor;

import java.util.Locale;

/** What came back for bytes that were written to a socket by hand. */
sealed interface RawAnswer {
    /** @param text the head and what was read of the body */
    record Answered(int status, String text) implements RawAnswer {
        boolean says(String words) {
            return text.toLowerCase(Locale.ROOT).contains(words);
        }
    }

    /** The connection was closed without an answer, which is a refusal too. */
    record Closed() implements RawAnswer {}

    /** Nothing came in the time given. */
    record Silent() implements RawAnswer {}

    /** One line about it. */
    default String told() {
        return switch (this) {
            case Answered(int status, String text) ->
                status + ": " + text.lines().findFirst().orElse("");
            case Closed() -> "the connection was closed";
            case Silent() -> "no answer in the time given";
        };
    }
}
