package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.audit.AuditEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final EventMeters meters = new EventMeters(registry);

    private void happens(AuditEvent.Kind kind, Map<String, String> details) {
        var event = new AuditEvent(
                new UUID(1, 2), kind, Optional.empty(), Optional.empty(), Optional.empty(), details, Instant.EPOCH);
        assertThat(meters.after(event)).isEmpty();
    }

    private double signIns(String way, String outcome) {
        return registry.get("sallyport.sign.ins")
                .tag("way", way)
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @ParameterizedTest
    @CsvSource({
        "pwd, password",
        "fed, elsewhere",
        "pwd fed, elsewhere",
        "pwd otp, password",
        "hwk user, other",
        "'', other"
    })
    void a_sign_in_counts_by_the_way_it_was_proven(String methods, String way) {
        happens(AuditEvent.Kind.SIGNED_IN, Map.of("methods", methods));
        assertThat(signIns(way, "signed_in")).isOne();
    }

    @Test
    void every_kind_has_a_count_from_the_start_so_that_its_growth_can_be_seen() {
        for (AuditEvent.Kind kind : AuditEvent.Kind.values()) {
            assertThat(registry.get("sallyport.events")
                            .tag("kind", kind.wireName())
                            .counter()
                            .count())
                    .isZero();
        }
        happens(AuditEvent.Kind.SIGN_IN_FAILED, Map.of());
        happens(AuditEvent.Kind.ACCOUNT_SUSPENDED, Map.of("until", "2026-11-26T10:00:00Z"));
        assertThat(signIns("password", "failed")).isOne();
        assertThat(registry.get("sallyport.events")
                        .tag("kind", "account.suspended")
                        .counter()
                        .count())
                .isOne();
        assertThat(registry.get("sallyport.events").counters()).hasSize(AuditEvent.Kind.values().length);
    }
}
