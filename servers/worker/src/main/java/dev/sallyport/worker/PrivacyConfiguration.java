package dev.sallyport.worker;

import java.time.Duration;

/**
 * What is kept of visitors, and for how long.
 *
 * @param addressRetention how long pseudonyms of internet addresses can be compared: whole days, 1 to 400
 */
public record PrivacyConfiguration(Duration addressRetention) {
    private static final Duration LEAST = Duration.ofDays(1);
    private static final Duration MOST = Duration.ofDays(400);

    public PrivacyConfiguration {
        if (addressRetention.compareTo(LEAST) < 0 || addressRetention.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("address_retention must be 1d to 400d");
        }
    }

    public static PrivacyConfiguration defaults() {
        return new PrivacyConfiguration(Duration.ofDays(30));
    }
}
