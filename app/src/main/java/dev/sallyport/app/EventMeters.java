package dev.sallyport.app;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.AuditFollower;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.session.SignInFacts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Counts what the audit log is told, as {@code sallyport_events_total} by kind and {@code sallyport_sign_ins_total} by way and
 * outcome. An event is counted as it is about to be written; nothing follows from it.
 */
final class EventMeters implements AuditFollower {
    private enum Way {
        PASSWORD,
        /** By another provider's word. */
        ELSEWHERE,
        OTHER;

        static Way of(AuditEvent event) {
            List<String> methods = List.of(
                    event.details().getOrDefault(SignInFacts.METHODS, "").split(" "));
            return methods.contains("fed") ? ELSEWHERE : methods.contains("pwd") ? PASSWORD : OTHER;
        }
    }

    private final Map<AuditEvent.Kind, Counter> events = new EnumMap<>(AuditEvent.Kind.class);
    private final Map<Way, Counter> signedIn = new EnumMap<>(Way.class);
    private final Counter failed;

    EventMeters(MeterRegistry meters) {
        for (AuditEvent.Kind kind : AuditEvent.Kind.values()) {
            events.put(
                    kind,
                    Counter.builder("sallyport.events")
                            .description("Events of the audit log, by kind")
                            .tag("kind", kind.wireName())
                            .register(meters));
        }
        Arrays.stream(Way.values()).forEach(way -> signedIn.put(way, signIns(meters, way, "signed_in")));
        this.failed = signIns(meters, Way.PASSWORD, "failed");
    }

    private static Counter signIns(MeterRegistry meters, Way way, String outcome) {
        return Counter.builder("sallyport.sign.ins")
                .description("Sign-ins that were judged, by way and outcome")
                .tag("way", way.name().toLowerCase(Locale.ROOT))
                .tag("outcome", outcome)
                .register(meters);
    }

    @Override
    public List<Job> after(AuditEvent event) {
        events.get(event.kind()).increment();
        switch (event.kind()) {
            case SIGNED_IN -> signedIn.get(Way.of(event)).increment();
            case SIGN_IN_FAILED -> failed.increment();
            default -> {
                // Counted by its kind alone.
            }
        }
        return List.of();
    }
}
