package dev.sallyport.domain.audit;

import java.util.Optional;
import java.util.regex.Pattern;

/** The newest seal in short, {@code NUMBER.MAC}: kept outside the house, it proves later that nothing was cut off behind it. */
public record AuditHead(long number, String mac) {
    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,17})\\.([A-Za-z0-9_-]{43})");

    static AuditHead of(AuditSeal seal) {
        return new AuditHead(seal.number(), seal.mac());
    }

    /** The head as {@link #toString} wrote it, or empty for anything else. */
    public static Optional<AuditHead> parse(String text) {
        return Optional.of(FORM.matcher(text))
                .filter(matcher -> matcher.matches())
                .map(matcher -> new AuditHead(Long.parseLong(matcher.group(1)), matcher.group(2)));
    }

    @Override
    public String toString() {
        return number + "." + mac;
    }
}
