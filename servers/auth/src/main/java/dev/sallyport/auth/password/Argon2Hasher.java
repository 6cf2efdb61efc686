package dev.sallyport.auth.password;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.credential.PasswordHasher;
import dev.sallyport.kit.pool.BoundedPool;
import dev.sallyport.kit.pool.BoundedPool.Ran;
import dev.sallyport.kit.trace.Span;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Argon2id with its parameters beside each hash; what was imported is checked by its own function until the first sign-in. */
public final class Argon2Hasher implements PasswordHasher {
    private static final int SALT_BYTES = 16;

    private final Argon2 argon2;
    private final Argon2.Cost today;
    private final BoundedPool pool;
    private final RandomSource random;
    private final Optional<PasswordHash> disguise;

    /** As below, in a house that hides no imported hashes. */
    public Argon2Hasher(Argon2 argon2, Argon2.Cost today, BoundedPool pool, RandomSource random) {
        this(argon2, today, pool, random, Optional.empty());
    }

    /**
     * @param today what new hashes cost; hashes of any other cost are checked too, and called stale
     * @param disguise what most imported hashes cost, so that a wrong password costs it for every name (T24)
     */
    public Argon2Hasher(
            Argon2 argon2, Argon2.Cost today, BoundedPool pool, RandomSource random, Optional<PasswordHash> disguise) {
        this.argon2 = argon2;
        this.today = today;
        this.pool = pool;
        this.random = random;
        this.disguise = disguise;
    }

    @Override
    public Hashed hash(Secret password) {
        byte[] salt = random.bytes(SALT_BYTES);
        return switch (waiting(() -> tag(today, password, salt))) {
            case Ran.Done<byte[]>(byte[] tag) -> new Hashed.Done(new Phc(today, salt, tag).hash());
            case Ran.Full<byte[]>() -> new Hashed.Busy();
        };
    }

    /** What does not match costs what it costs for a name that nobody has, and the check of a hash of other cost besides. */
    @Override
    public Verdict check(Secret password, PasswordHash hash) {
        boolean fresh = Phc.parse(hash).filter(own -> own.cost().equals(today)).isPresent();
        return switch (waiting(() -> matches(hash, password) || (fresh ? disguised(password) : spent(password)))) {
            case Ran.Done<Boolean>(Boolean matches) -> matches ? new Verdict.Match(!fresh) : new Verdict.Mismatch();
            case Ran.Full<Boolean>() -> new Verdict.Busy();
        };
    }

    @Override
    public Verdict checkNobody(Secret password) {
        return switch (waiting(() -> spent(password) || disguised(password))) {
            case Ran.Done<Boolean> any -> new Verdict.Mismatch();
            case Ran.Full<Boolean>() -> new Verdict.Busy();
        };
    }

    /** For a place in the pool, and for the hash: most of what a sign-in takes. */
    private <T> Ran<T> waiting(Callable<T> hash) {
        return Span.inside(Span.Kind.INTERNAL, () -> "hash password", () -> pool.run(hash));
    }

    private boolean matches(PasswordHash hash, Secret password) {
        Optional<Phc> own = Phc.parse(hash);
        return own.isPresent()
                ? MessageDigest.isEqual(
                        tag(own.get().cost(), password, own.get().salt()),
                        own.get().tag())
                : ImportedHash.of(hash)
                        .filter(imported -> imported.isOf(password))
                        .isPresent();
    }

    /** Hashes once at today's cost, for nothing but the time; never true. */
    private boolean spent(Secret password) {
        return tag(today, password, new byte[SALT_BYTES]).length == 0;
    }

    /** Takes the time of an imported hash, where the house has been told what those cost; never true. */
    private boolean disguised(Secret password) {
        disguise.ifPresent(like -> matches(like, password));
        return false;
    }

    /** The password in NFC, so that two keyboards that compose a letter differently agree. */
    private byte[] tag(Argon2.Cost cost, Secret password, byte[] salt) {
        byte[] bytes =
                Normalizer.normalize(password.reveal(), Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
        try {
            return argon2.tag(cost, bytes, salt);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
