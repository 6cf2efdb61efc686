package dev.sallyport.app;

import dev.sallyport.domain.RandomSource;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What only the machine knows: time, chance and the environment.
 *
 * @param nanos a clock that only moves forward, in nanoseconds
 */
record Machine(InstantSource clock, RandomSource random, LongSupplier nanos, Map<String, String> environment) {
    static Machine real() {
        var chance = new SecureRandom();
        return new Machine(
                Clock.systemUTC(),
                count -> {
                    byte[] bytes = new byte[count];
                    chance.nextBytes(bytes);
                    return bytes;
                },
                System::nanoTime,
                System.getenv());
    }
}
