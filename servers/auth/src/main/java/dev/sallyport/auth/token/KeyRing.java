package dev.sallyport.auth.token;

import dev.sallyport.domain.key.KeyStore;
import dev.sallyport.domain.key.RotateKeys;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.domain.token.Algorithm;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The signing keys of every algorithm that is in use, one at a time signing for each. */
public final class KeyRing {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

    private final Algorithm usual;
    private final Map<Algorithm, SigningKeys> keys;
    private final RotateKeys rotate;
    private volatile boolean stopping;
    private Thread beside = Thread.ofVirtual().unstarted(() -> {});

    /**
     * @param usual what access tokens are signed by, and what else has no other wish
     * @param all every algorithm that clients may ask for
     */
    public KeyRing(
            KeyStore store,
            Sealer sealer,
            RotateKeys rotate,
            Algorithm usual,
            Set<Algorithm> all,
            InstantSource clock) {
        this.usual = usual;
        this.rotate = rotate;
        var keysOf = new EnumMap<Algorithm, SigningKeys>(Algorithm.class);
        keysOf.put(usual, new SigningKeys(store, sealer, usual, clock));
        all.forEach(algorithm -> keysOf.computeIfAbsent(algorithm, a -> new SigningKeys(store, sealer, a, clock)));
        this.keys = Collections.unmodifiableMap(keysOf);
    }

    public Algorithm usual() {
        return usual;
    }

    /** Every algorithm that tokens may be signed by. */
    public Set<Algorithm> algorithms() {
        return keys.keySet();
    }

    /** The keys that sign access tokens; the key set they publish holds those of all algorithms. */
    public SigningKeys access() {
        return keys.get(usual);
    }

    /** Signs any claims, as JSON, under a type such as {@code JWT} or {@code logout+jwt}. */
    public String sign(Algorithm algorithm, String type, String claims) {
        SigningKeys signing = keys.getOrDefault(algorithm, access());
        if (!signing.canSign()) {
            rotate.ensure(signing.algorithm());
            signing.refresh();
        }
        if (!access().publishes(signing.turn())) {
            // A key made since the set was last read: whoever gets this token looks it up at once (T34).
            access().refresh();
        }
        return signing.sign(type, claims);
    }

    /** Reads the keys again at their next use: somebody said that they changed. */
    public void forget() {
        keys.values().forEach(SigningKeys::forget);
    }

    /** Makes the first key of the usual algorithm where there is none, and begins with those of the others, which may take a while. */
    public void start() {
        rotate.ensure(usual);
        access().refresh();
        beside = Thread.ofVirtual().name("signing-keys").start(this::startOthers);
    }

    private void startOthers() {
        try {
            keys.keySet().stream()
                    .filter(a -> a != usual)
                    .takeWhile(a -> !stopping)
                    .forEach(rotate::ensure);
            keys.values().forEach(SigningKeys::refresh);
        } catch (RuntimeException e) {
            LOG.warn(
                    "not every algorithm has its signing key yet; one that is missing is made when it is first needed: {}",
                    e.getMessage());
        }
    }

    /** Ends what {@link #start} began, with the key that is being made. */
    public void stop() {
        stopping = true;
        try {
            beside.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
