package dev.sallyport.kit.http;

import dev.sallyport.domain.Spec;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A time as header fields write it, to the second: written in one form, read in all three. */
@Spec("RFC 9110 §5.6.7")
public final class HttpDate {
    private static final DateTimeFormatter FIXED =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH);
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ENGLISH);

    /** A year of two digits may lie this many years ahead. */
    private static final int AHEAD = 50;

    private static final int CENTURY = 100;

    private HttpDate() {}

    public static String of(Instant at) {
        return FIXED.format(at.atOffset(ZoneOffset.UTC));
    }

    /**
     * The time that {@code text} names, or empty when it names none.
     *
     * @param around tells the century of a year of two digits
     */
    public static Optional<Instant> parse(String text, Instant around) {
        int year = around.atOffset(ZoneOffset.UTC).getYear();
        return List.of(FIXED, rfc850(year), ASCTIME).stream()
                .flatMap(form -> read(form, text).stream())
                .findFirst();
    }

    private static Optional<Instant> read(DateTimeFormatter form, String text) {
        try {
            return Optional.of(LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException otherForm) {
            return Optional.empty();
        }
    }

    private static DateTimeFormatter rfc850(int year) {
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, year + AHEAD - CENTURY + 1)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.ENGLISH);
    }

    /** Without the part of a second, which no such field carries. */
    public static Instant seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }
}
