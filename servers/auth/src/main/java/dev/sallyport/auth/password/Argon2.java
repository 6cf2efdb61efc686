package dev.sallyport.auth.password;

import dev.sallyport.domain.Spec;

/** The Argon2id function, version 0x13, with a tag of 32 bytes. */
@FunctionalInterface
public interface Argon2 {
    int TAG_BYTES = 32;

    @Spec("RFC 9106 §3.1")
    byte[] tag(Cost cost, byte[] password, byte[] salt);

    /**
     * How dear one hash is.
     *
     * @param memory KiB
     */
    record Cost(int memory, int passes, int parallelism) {}

    /** The native library where it loads on this platform, otherwise Bouncy Castle. */
    static Argon2 best() {
        return NativeArgon2.load().orElseGet(BouncyArgon2::new);
    }
}
