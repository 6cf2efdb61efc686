package dev.sallyport.kit.told;

import java.util.List;
import java.util.Optional;

/**
 * One named value that no record of the program stands for: a parameter of a query, a header, a field of a form, or a member of an
 * object that is put together by hand.
 *
 * @param values what it may be, where that is a short list
 */
public record Field(
        String name,
        Kind kind,
        String description,
        boolean required,
        List<String> values,
        Optional<Long> least,
        Optional<Long> most) {
    /** What kind of value. */
    public enum Kind {
        TEXT,
        /** A text that must not be seen by others. */
        SECRET,
        NUMBER,
        FLAG,
        /** A moment as RFC 3339 writes it. */
        MOMENT,
        /** An absolute address. */
        ADDRESS,
        TEXTS,
        OBJECT,
        OBJECTS
    }

    public Field {
        values = List.copyOf(values);
    }

    public static Field text(String name, String description) {
        return of(name, Kind.TEXT, description);
    }

    public static Field secret(String name, String description) {
        return of(name, Kind.SECRET, description);
    }

    public static Field number(String name, String description) {
        return of(name, Kind.NUMBER, description);
    }

    public static Field flag(String name, String description) {
        return of(name, Kind.FLAG, description);
    }

    public static Field moment(String name, String description) {
        return of(name, Kind.MOMENT, description);
    }

    public static Field address(String name, String description) {
        return of(name, Kind.ADDRESS, description);
    }

    public static Field texts(String name, String description) {
        return of(name, Kind.TEXTS, description);
    }

    public static Field object(String name, String description) {
        return of(name, Kind.OBJECT, description);
    }

    public static Field objects(String name, String description) {
        return of(name, Kind.OBJECTS, description);
    }

    private static Field of(String name, Kind kind, String description) {
        return new Field(name, kind, description, false, List.of(), Optional.empty(), Optional.empty());
    }

    /** The same, and it must be there. */
    public Field always() {
        return new Field(name, kind, description, true, values, least, most);
    }

    /** The same, and it is one of these. */
    public Field oneOf(String... these) {
        return new Field(name, kind, description, required, List.of(these), least, most);
    }

    /** The same, and it lies between these, both included. */
    public Field between(long first, long last) {
        return new Field(name, kind, description, required, values, Optional.of(first), Optional.of(last));
    }
}
