package dev.sallyport.domain.privacy;

import dev.sallyport.domain.attempt.AttemptStore;
import dev.sallyport.domain.client.ClientStore;
import dev.sallyport.domain.grant.DeviceStore;
import dev.sallyport.domain.key.KeyStore;
import dev.sallyport.domain.session.SessionStore;
import dev.sallyport.domain.token.OneTimeStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.IntUnaryOperator;

/** Removes what has expired and matters to nobody any more, in small steps that do not hold up others. */
public final class Purge {
    /** Ended sessions and their families stay this long, so that a stolen refresh token is still recognised as such. */
    public static final Duration SESSIONS_STAY = Duration.ofDays(7);

    /** Used one-time values stay this long after they expire, so that clocks which differ cannot revive one. */
    public static final Duration VALUES_STAY = Duration.ofHours(1);

    private static final int STEP = 500;
    private static final int STEPS = 200;

    private final OneTimeStore values;
    private final SessionStore sessions;
    private final AttemptStore attempts;
    private final DeviceStore devices;
    private final KeyStore keys;
    private final ClientStore clients;
    private final Duration unused;
    private final InstantSource clock;

    /** @param unused how long a client that registered itself may stay without being used */
    public Purge(
            OneTimeStore values,
            SessionStore sessions,
            AttemptStore attempts,
            DeviceStore devices,
            KeyStore keys,
            ClientStore clients,
            Duration unused,
            InstantSource clock) {
        this.values = values;
        this.sessions = sessions;
        this.attempts = attempts;
        this.devices = devices;
        this.keys = keys;
        this.clients = clients;
        this.unused = unused;
        this.clock = clock;
    }

    /** Removes what is due, at most 100,000 rows of each sort at one call; says how many went. */
    public Purged purge() {
        Instant now = clock.instant();
        return new Purged(
                inSteps(most -> values.purge(now.minus(VALUES_STAY), most)),
                inSteps(most -> sessions.purge(now.minus(SESSIONS_STAY), most)),
                inSteps(most -> attempts.purge(now, most)),
                inSteps(most -> devices.purge(now.minus(VALUES_STAY), most)),
                keys.purge(now),
                inSteps(most -> clients.purgeUnused(now.minus(unused), most)));
    }

    private static int inSteps(IntUnaryOperator purge) {
        int all = 0;
        for (int i = 0; i < STEPS; i++) {
            int gone = purge.applyAsInt(STEP);
            all += gone;
            if (gone < STEP) {
                break;
            }
        }
        return all;
    }

    /** How many of each sort went. */
    public record Purged(int values, int sessions, int attempts, int devices, int keys, int clients) {
        public int all() {
            return values + sessions + attempts + devices + keys + clients;
        }
    }
}
