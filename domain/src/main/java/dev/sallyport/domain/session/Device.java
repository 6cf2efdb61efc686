package dev.sallyport.domain.session;

/** What a device says of itself, made fit to be kept and shown. */
final class Device {
    private static final int LONGEST = 200;

    private Device() {}

    /** At most 200 characters, none of them a control or format character or half of one (T45). */
    static String of(String userAgent) {
        var clean = new StringBuilder();
        userAgent
                .codePoints()
                .filter(c -> switch (Character.getType(c)) {
                    case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE -> false;
                    default -> true;
                })
                .takeWhile(c -> clean.length() + Character.charCount(c) <= LONGEST)
                .forEachOrdered(clean::appendCodePoint);
        return clean.toString();
    }
}
