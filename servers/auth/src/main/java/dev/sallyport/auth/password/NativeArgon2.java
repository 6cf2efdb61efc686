package dev.sallyport.auth.password;

import de.mkammerer.argon2.Argon2Advanced;
import de.mkammerer.argon2.Argon2Factory;
import java.util.Optional;

/** Argon2id by the reference library in C. */
final class NativeArgon2 implements Argon2 {
    private static final int SALT_BYTES = 16;
    private final Argon2Advanced library;

    private NativeArgon2(Argon2Advanced library) {
        this.library = library;
    }

    /** Empty where the library has no build for this platform. */
    static Optional<Argon2> load() {
        try {
            var argon2 = new NativeArgon2(
                    Argon2Factory.createAdvanced(Argon2Factory.Argon2Types.ARGON2id, SALT_BYTES, TAG_BYTES));
            argon2.tag(new Cost(8, 1, 1), new byte[1], new byte[SALT_BYTES]);
            return Optional.of(argon2);
        } catch (LinkageError | IllegalStateException noLibrary) {
            return Optional.empty();
        }
    }

    @Override
    public byte[] tag(Cost cost, byte[] password, byte[] salt) {
        return library.rawHash(cost.passes(), cost.memory(), cost.parallelism(), password, salt);
    }
}
