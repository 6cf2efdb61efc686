package dev.sallyport.domain.key;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.token.Algorithm;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Brings in a new signing key without a failed verification (T34): it is published at once, signs after {@link #LEAD}, and the
 * keys before it stay published until the last token they signed has run out.
 */
public final class RotateKeys {
    /** How long a key is known before it signs: longer than anybody may cache the key set. */
    public static final Duration LEAD = Duration.ofMinutes(10);

    /** For clocks that disagree. */
    public static final Duration LEEWAY = Duration.ofMinutes(2);

    /** What a private key is sealed as. */
    public static final String PURPOSE = "signing-keys";

    private final KeyStore keys;
    private final KeyMaker maker;
    private final Sealer sealer;
    private final RecordEvent events;
    private final Duration tokenLife;
    private final InstantSource clock;

    /** @param tokenLife the longest life of a token */
    public RotateKeys(
            KeyStore keys, KeyMaker maker, Sealer sealer, RecordEvent events, Duration tokenLife, InstantSource clock) {
        this.keys = keys;
        this.maker = maker;
        this.sealer = sealer;
        this.events = events;
        this.tokenLife = tokenLife;
        this.clock = clock;
    }

    /** The new key. Where there was none to follow, it signs from now on. */
    public SigningKey rotate(Algorithm algorithm) {
        Instant now = clock.instant();
        if (keys.published(algorithm, now).isEmpty()) {
            SigningKey first = key(algorithm, now, now);
            if (keys.addFirst(first)) {
                note(first, now);
                return first;
            }
        }
        SigningKey next = key(algorithm, now, now.plus(LEAD));
        keys.succeed(next, next.signsFrom().plus(tokenLife).plus(LEEWAY));
        note(next, now);
        return next;
    }

    /** Makes the first key of the algorithm unless there is one; whether it was made. Many may try at once. */
    public boolean ensure(Algorithm algorithm) {
        Instant now = clock.instant();
        return keys.published(algorithm, now).isEmpty() && keys.addFirst(key(algorithm, now, now));
    }

    private void note(SigningKey key, Instant now) {
        events.record(
                AuditEvent.Kind.KEY_ROTATED,
                Optional.empty(),
                Map.of("key", key.id().value(), "signs_from", key.signsFrom().toString()),
                now);
    }

    private SigningKey key(Algorithm algorithm, Instant now, Instant signsFrom) {
        KeyMaker.KeyPair pair = maker.make(algorithm);
        byte[] sealed = sealer.seal(PURPOSE, pair.privateKey());
        return new SigningKey(pair.id(), algorithm, pair.publicJwk(), sealed, now, signsFrom, Instant.MAX, Instant.MAX);
    }
}
