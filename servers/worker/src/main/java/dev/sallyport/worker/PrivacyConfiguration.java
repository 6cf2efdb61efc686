package dev.sallyport.worker;

import java.time.Duration;
import java.util.Optional;

/**
 * What is kept of visitors, and for how long.
 *
 * @param addressRetention how long pseudonyms of internet addresses can be compared: whole days, 1 to 400
 * @param auditRetention how long events of the audit log stay, 30 to 3650 days; for ever where it is not set
 */
public record PrivacyConfiguration(Duration addressRetention, Optional<Duration> auditRetention) {
    private static final Duration LEAST = Duration.ofDays(1);
    private static final Duration MOST = Duration.ofDays(400);
    private static final Duration AUDIT_LEAST = Duration.ofDays(30);
    private static final Duration AUDIT_MOST = Duration.ofDays(3650);

    public PrivacyConfiguration {
        if (addressRetention.compareTo(LEAST) < 0 || addressRetention.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("address_retention must be 1d to 400d");
        }
        if (auditRetention
                .filter(kept -> kept.compareTo(AUDIT_LEAST) < 0 || kept.compareTo(AUDIT_MOST) > 0)
                .isPresent()) {
            throw new IllegalArgumentException("audit_retention must be 30d to 3650d");
        }
    }

    public static PrivacyConfiguration defaults() {
        return new PrivacyConfiguration(Duration.ofDays(30), Optional.empty());
    }
}
