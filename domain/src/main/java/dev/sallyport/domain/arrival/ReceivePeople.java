package dev.sallyport.domain.arrival;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An operator brings in the people of another program. The log says when it began and what it came to, and not each person: those
 * would be as many webhooks, and their accounts were opened elsewhere, long before. A beginning without an end was broken off.
 */
public final class ReceivePeople {
    private final ArrivalStore arrivals;
    private final RecordEvent events;
    private final InstantSource clock;

    public ReceivePeople(ArrivalStore arrivals, RecordEvent events, InstantSource clock) {
        this.arrivals = arrivals;
        this.events = events;
        this.clock = clock;
    }

    /**
     * How many there were.
     *
     * @param added who is new
     * @param here who was here already
     * @param refused who was not taken
     */
    public record Counts(long added, long here, long refused) {}

    /** @param source the program that they come from, as one word */
    public Reception begin(String source) {
        events.record(
                AuditEvent.Kind.IMPORT_BEGUN,
                Optional.empty(),
                Map.of("by", "operator", "source", source),
                clock.instant());
        return new Reception(source);
    }

    /** One import, from its beginning to its end. */
    public final class Reception {
        private final String source;

        private Reception(String source) {
            this.source = source;
        }

        public List<ArrivalStore.Received> receive(List<Arrival> some) {
            return arrivals.receive(some);
        }

        public void end(Counts counts) {
            events.record(
                    AuditEvent.Kind.IMPORT_ENDED,
                    Optional.empty(),
                    Map.of(
                            "by", "operator",
                            "source", source,
                            "added", Long.toString(counts.added()),
                            "here", Long.toString(counts.here()),
                            "refused", Long.toString(counts.refused())),
                    clock.instant());
        }
    }
}
