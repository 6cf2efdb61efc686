package dev.sallyport.domain.person;

import java.text.Normalizer;
import java.util.Optional;

/** What a person wants to be called: at most 200 characters, no control or direction characters; may be empty. */
public record PersonName(String value) {
    public static final int LONGEST = 200;

    public PersonName {
        if (!value.equals(value.strip())
                || value.length() > LONGEST
                || value.codePoints().anyMatch(PersonName::hidden)) {
            throw new IllegalArgumentException("not a name: at most " + LONGEST + " visible characters");
        }
    }

    /** The name that somebody typed, stripped and in NFC, or empty when it is too long or holds hidden characters. */
    public static Optional<PersonName> parse(String typed) {
        String name = Normalizer.normalize(typed, Normalizer.Form.NFC).strip();
        boolean fits = name.length() <= LONGEST && name.codePoints().noneMatch(PersonName::hidden);
        return fits ? Optional.of(new PersonName(name)) : Optional.empty();
    }

    private static boolean hidden(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> true;
            case Character.FORMAT -> character != 0x200D && character != 0x200C;
            default -> false;
        };
    }
}
