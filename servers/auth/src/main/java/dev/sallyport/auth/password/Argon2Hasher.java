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

/** Argon2id with its parameters beside each hash. */
public final class Argon2Hasher implements PasswordHasher {
    private static final int SALT_BYTES = 16;

    private final Argon2 argon2;
    private final Argon2.Cost today;
    private final BoundedPool pool;
    private final RandomSource random;

    /** @param today what new hashes cost; hashes of any other cost are checked too, and called stale */
    public Argon2Hasher(Argon2 argon2, Argon2.Cost today, BoundedPool pool, RandomSource random) {
        this.argon2 = argon2;
        this.today = today;
        this.pool = pool;
        this.random = random;
    }

    @Override
    public Hashed hash(Secret password) {
        byte[] salt = random.bytes(SALT_BYTES);
        return switch (waiting(() -> tag(today, password, salt))) {
            case Ran.Done<byte[]>(byte[] tag) -> new Hashed.Done(new Phc(today, salt, tag).hash());
            case Ran.Full<byte[]>() -> new Hashed.Busy();
        };
    }

    @Override
    public Verdict check(Secret password, PasswordHash hash) {
        Optional<Phc> parsed = Phc.parse(hash);
        if (parsed.isEmpty()) {
            return checkNobody(password);
        }
        Phc phc = parsed.get();
        return switch (waiting(() -> tag(phc.cost(), password, phc.salt()))) {
            case Ran.Done<byte[]>(byte[] tag)
            when MessageDigest.isEqual(tag, phc.tag()) ->
                new Verdict.Match(!phc.cost().equals(today));
            case Ran.Done<byte[]> other -> new Verdict.Mismatch();
            case Ran.Full<byte[]>() -> new Verdict.Busy();
        };
    }

    @Override
    public Verdict checkNobody(Secret password) {
        return switch (waiting(() -> tag(today, password, new byte[SALT_BYTES]))) {
            case Ran.Done<byte[]> any -> new Verdict.Mismatch();
            case Ran.Full<byte[]>() -> new Verdict.Busy();
        };
    }

    /** For a place in the pool, and for the hash: most of what a sign-in takes. */
    private Ran<byte[]> waiting(Callable<byte[]> hash) {
        return Span.inside(Span.Kind.INTERNAL, () -> "hash password", () -> pool.run(hash));
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
