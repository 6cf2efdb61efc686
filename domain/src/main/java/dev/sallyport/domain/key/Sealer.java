package dev.sallyport.domain.key;

import java.util.Optional;

/** Seals secrets at rest with a key that is not in the database (AES-256-GCM, a random nonce, key by HKDF from the master key). */
public interface Sealer {
    /** @param purpose what the value is; a value sealed for one purpose does not open for another */
    byte[] seal(String purpose, byte[] plain);

    /** The plain value, or empty when it was not sealed for this purpose by this master key, or was changed. */
    Optional<byte[]> open(String purpose, byte[] sealed);

    /** A 256-bit key of its own for {@code purpose}, the same at every call (RFC 5869). */
    byte[] derive(String purpose);
}
