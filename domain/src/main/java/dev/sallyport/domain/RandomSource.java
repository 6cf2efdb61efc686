package dev.sallyport.domain;

import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** Where chance comes from; only the composition root asks the machine. */
@FunctionalInterface
public interface RandomSource {
    /** {@code count} unguessable bytes. */
    byte[] bytes(int count);

    /** A 256-bit unguessable token, base64url without padding, 43 characters. */
    default String token() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(32));
    }

    /** A UUID version 7 (RFC 9562 §5.7): ordered by {@code now} to the millisecond, with 74 random bits. */
    default UUID uuid(Instant now) {
        byte[] random = bytes(10);
        long high = (now.toEpochMilli() << 16) | 0x7000L | ((random[0] & 0x0fL) << 8) | (random[1] & 0xffL);
        long low = 0;
        for (int i = 2; i < 10; i++) {
            low = (low << 8) | (random[i] & 0xffL);
        }
        return new UUID(high, (low & 0x3fffffffffffffffL) | 0x8000000000000000L);
    }
}
