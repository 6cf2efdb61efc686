package dev.sallyport.domain.client;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.token.OneTimeStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** An operator lets one application register itself: makes an initial access token, good once (RFC 7591 §1.2). */
public final class InviteClient {
    private final OneTimeStore invitations;
    private final RecordEvent events;
    private final InstantSource clock;
    private final RandomSource random;

    public InviteClient(OneTimeStore invitations, RecordEvent events, InstantSource clock, RandomSource random) {
        this.invitations = invitations;
        this.events = events;
        this.clock = clock;
        this.random = random;
    }

    /** The token, told once; it is kept as a digest. */
    public Secret invite(Duration life) {
        Instant now = clock.instant();
        Secret token = Secret.of(random.token());
        if (!invitations.put(OneTimeStore.Purpose.REGISTRATION, Digest.of(token.reveal()), "", now.plus(life))) {
            throw new IllegalStateException("a token of 256 random bits was made twice");
        }
        events.record(
                AuditEvent.Kind.CLIENT_CHANGED, Optional.empty(), Map.of("by", "operator", "change", "invited"), now);
        return token;
    }
}
