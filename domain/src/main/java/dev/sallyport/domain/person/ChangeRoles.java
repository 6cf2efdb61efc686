package dev.sallyport.domain.person;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** An operator says which roles a person holds: these, and no others. */
public final class ChangeRoles {
    private final PersonStore people;
    private final RecordEvent events;
    private final InstantSource clock;

    public ChangeRoles(PersonStore people, RecordEvent events, InstantSource clock) {
        this.people = people;
        this.events = events;
        this.clock = clock;
    }

    /** False when there is no such person. */
    public boolean change(PersonId id, SortedSet<Role> roles) {
        boolean changed = people.changeRoles(id, roles);
        if (changed) {
            String names = roles.stream().map(Role::name).collect(Collectors.joining(" "));
            events.record(
                    AuditEvent.Kind.ROLES_CHANGED,
                    Optional.of(id),
                    Map.of("by", "operator", "roles", names),
                    clock.instant());
        }
        return changed;
    }
}
