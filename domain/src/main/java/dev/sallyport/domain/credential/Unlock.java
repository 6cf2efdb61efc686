package dev.sallyport.domain.credential;

import dev.sallyport.domain.attempt.AttemptKey;
import dev.sallyport.domain.attempt.AttemptStore;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.domain.token.Links;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import dev.sallyport.domain.token.OneTimeStore.Taken;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Lifts a suspension for whoever holds the link of the letter; it proves the mailbox and nothing else, and signs nobody in. */
public final class Unlock {
    private final Links links;
    private final AttemptStore attempts;
    private final RecordEvent events;
    private final InstantSource clock;

    public Unlock(Links links, AttemptStore attempts, RecordEvent events, InstantSource clock) {
        this.links = links;
        this.attempts = attempts;
        this.events = events;
        this.clock = clock;
    }

    /** False when the link is not ours, has expired or was used before. */
    public boolean unlock(String token, Address address) {
        Instant now = clock.instant();
        return switch (links.take(Purpose.UNLOCK, token, now)) {
            case Taken.First(String payload) -> {
                String[] parts = payload.split(" ", -1);
                attempts.clear(new AttemptKey(parts[1]));
                var person = Optional.of(PersonId.of(parts[0]));
                events.record(
                        AuditEvent.Kind.ACCOUNT_UNLOCKED, person, Optional.empty(), address, Map.of("by", "link"), now);
                yield true;
            }
            case Taken.Again(String payload) -> false;
            case Taken.Never() -> false;
        };
    }
}
