package dev.sallyport.gateway.export;

import dev.sallyport.gateway.Facts;
import dev.sallyport.gateway.Limit;
import dev.sallyport.gateway.Rate;
import java.time.Duration;
import java.util.List;

/** The limits of Tier 1 in the words of nginx: a zone for each, and all of them everywhere (L27). */
record NginxLimits(List<Limit> limits) {
    private static final String NAME = "sallyport_limit_";

    /** What nginx says fits into a megabyte of a zone. */
    private static final int IN_A_MEGABYTE = 8_000;

    /** Who is counted where, and how fast. */
    String zones() {
        return Lines.numbered(NAME, limits, (limit, name) -> """
                # %s: %s in %s for %s%s
                map $sallyport_path $%s {
                    default "";
                    %s %s;
                }
                limit_req_zone $%s zone=%s:%dm rate=%s;
                """.formatted(
                        limit.path().text(),
                        limit.rate().count(),
                        time(limit.rate().period()),
                        isForEach(limit) ? "each address" : "all who ask",
                        isExact(limit.rate()) ? "" : "; nginx counts whole ones in a minute, at least one",
                        name,
                        "\"~" + Regex.of(limit.path()) + "\"",
                        isForEach(limit) ? "$sallyport_client" : "all",
                        name,
                        name,
                        Math.max(1, Facts.COUNTED / IN_A_MEGABYTE),
                        rate(limit.rate())));
    }

    /** A bucket of n holds n at once; nginx says how many more than one. */
    String counted() {
        return Lines.numbered(
                NAME,
                limits,
                (limit, name) -> "    limit_req zone=" + name
                        + (limit.rate().count() > 1 ? " burst=" + (limit.rate().count() - 1) + " nodelay" : "")
                        + ";\n");
    }

    private static boolean isForEach(Limit limit) {
        return limit.per() == Limit.Per.ADDRESS;
    }

    private static String rate(Rate rate) {
        return rate.period().toSeconds() == 1 ? rate.count() + "r/s" : Math.max(1, aMinute(rate)) + "r/m";
    }

    private static boolean isExact(Rate rate) {
        return rate.period().toSeconds() == 1 || aMinute(rate) * rate.period().toMinutes() == rate.count();
    }

    private static long aMinute(Rate rate) {
        return rate.count() / rate.period().toMinutes();
    }

    /** The longest that anybody has to wait for a place, in seconds: nginx does not say how long it is. */
    long retryAfter() {
        return limits.stream()
                .mapToLong(limit -> Math.ceilDiv(
                        limit.rate().period().toSeconds(), limit.rate().count()))
                .max()
                .orElse(1);
    }

    private static String time(Duration period) {
        return switch ((int) period.toSeconds()) {
            case 1 -> "a second";
            case 60 -> "a minute";
            case 3_600 -> "an hour";
            default -> "a day";
        };
    }
}
