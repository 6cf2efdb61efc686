package dev.sallyport.kit.json;

import java.util.List;

/** What came of reading a tree into a record: the record, or every mistake at once. */
public sealed interface Bound<T> {
    record Valid<T>(T value) implements Bound<T> {}

    record Invalid<T>(List<Mistake> mistakes) implements Bound<T> {
        public Invalid {
            mistakes = List.copyOf(mistakes);
        }
    }

    /**
     * One mistake.
     *
     * @param pointer where, as a JSON pointer (RFC 6901)
     * @param value what stood there, shortened; empty where nothing did or where it must not be shown
     * @param expected what would be right
     */
    record Mistake(String pointer, String value, String expected) {}
}
