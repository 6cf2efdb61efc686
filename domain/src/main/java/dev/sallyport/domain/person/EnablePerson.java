package dev.sallyport.domain.person;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** An operator opens a closed account again. Sessions that ended stay ended. */
public final class EnablePerson {
    private final PersonStore people;
    private final RecordEvent events;
    private final InstantSource clock;

    public EnablePerson(PersonStore people, RecordEvent events, InstantSource clock) {
        this.people = people;
        this.events = events;
        this.clock = clock;
    }

    /** False when there is no such person. */
    public boolean enable(PersonId id) {
        boolean enabled = people.changeState(id, AccountState.ACTIVE);
        if (enabled) {
            events.record(AuditEvent.Kind.ACCOUNT_ENABLED, Optional.of(id), Map.of("by", "operator"), clock.instant());
        }
        return enabled;
    }
}
