package dev.sallyport.gateway;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** So many in a time, as {@code 100/s}: 1 to 1,000,000 in a second, minute, hour or day. */
public record Rate(long count, Duration period) {
    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,6})/([smhd])");
    private static final long MOST = 1_000_000;

    /** @throws IllegalArgumentException when it is none */
    public static Rate of(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) > MOST) {
            throw new IllegalArgumentException(
                    "must be a count of 1 to 1000000 and a time of s, m, h or d, such as 5/m");
        }
        return new Rate(Long.parseLong(matcher.group(1)), period(matcher.group(2)));
    }

    /** As the configuration says it, in seconds where it said more. */
    @Override
    public String toString() {
        return period.equals(Duration.ofSeconds(1)) ? count + "/s" : count + "/" + period.toSeconds() + "s";
    }

    private static Duration period(String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }
}
