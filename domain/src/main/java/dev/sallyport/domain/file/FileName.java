package dev.sallyport.domain.file;

import java.text.Normalizer;
import java.util.Optional;

/** What an owner calls a file: 1 to 255 visible characters in NFC, and no path (T46). */
public record FileName(String value) {
    public static final int LONGEST = 255;

    public FileName {
        if (!fits(value)) {
            throw new IllegalArgumentException("not the name of a file");
        }
    }

    /** The name that somebody gave, or empty when it is a path, too long, blank or holds control characters. */
    public static Optional<FileName> parse(String given) {
        String name = Normalizer.normalize(given, Normalizer.Form.NFC);
        return fits(name) ? Optional.of(new FileName(name)) : Optional.empty();
    }

    private static boolean fits(String name) {
        return !name.isBlank()
                && name.length() <= LONGEST
                && !name.equals(".")
                && !name.equals("..")
                && name.codePoints().noneMatch(FileName::refused);
    }

    /** Separators of every platform, controls, and characters that turn the direction of writing to disguise an ending. */
    private static boolean refused(int character) {
        return character == '/'
                || character == '\\'
                || switch (Character.getType(character)) {
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
