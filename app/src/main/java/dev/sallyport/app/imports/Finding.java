package dev.sallyport.app.imports;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Something in a file that was not taken, or not as it was. It holds no value that could be secret.
 *
 * @param weight whether something is lost by it
 * @param what what it is about: {@code user}, {@code client}, {@code role}, {@code provider}, {@code realm} or {@code line}
 * @param name whose: an address, a client id, a line
 * @param field which part of it, as the file calls it; empty for all of it
 * @param value which of several, where the field holds several; empty otherwise
 * @param why a sentence that is the same for all that are alike
 */
public record Finding(Weight weight, String what, String name, String field, String value, String why) {
    private static final int LONGEST = 200;
    private static final Predicate<String> HIDDEN =
            Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]").asPredicate();

    /** Whether something is lost. */
    public enum Weight {
        /** It is lost, unless somebody does something about it. */
        NOT_TAKEN,
        /** Nothing that the house would need: Keycloak's own clients and roles, settings of the realm. */
        NOTE
    }

    public Finding {
        name = seen(name);
        field = seen(field);
        value = seen(value);
    }

    static Finding lost(String what, String name, String field, String why) {
        return new Finding(Weight.NOT_TAKEN, what, name, field, "", why);
    }

    static Finding lost(String what, String name, String field, String value, String why) {
        return new Finding(Weight.NOT_TAKEN, what, name, field, value, why);
    }

    static Finding note(String what, String name, String field, String why) {
        return new Finding(Weight.NOTE, what, name, field, "", why);
    }

    boolean isLoss() {
        return weight == Weight.NOT_TAKEN;
    }

    /** What a file says, cut and without what would move a terminal's cursor (T45). */
    static String seen(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return HIDDEN.test(cut) ? cut.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "?") : cut;
    }
}
