package dev.sallyport.domain.privacy;

import dev.sallyport.domain.KeyedDigest;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.key.Sealer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Turns an address into what may be kept of it: its digest under the key of the (UTC) day, which is destroyed later. */
public final class PseudonymiseAddress {
    private static final String PURPOSE = "address-keys";
    private static final int KEY_BYTES = 32;

    private final AddressKeyStore keys;
    private final Sealer sealer;
    private final RandomSource random;
    private volatile Day today = new Day(LocalDate.MIN, new KeyedDigest(new byte[KEY_BYTES]));

    public PseudonymiseAddress(AddressKeyStore keys, Sealer sealer, RandomSource random) {
        this.keys = keys;
        this.sealer = sealer;
        this.random = random;
    }

    private record Day(LocalDate date, KeyedDigest digest) {}

    public AddressPseudonym of(Address address, Instant now) {
        LocalDate date = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Day day = today;
        if (!day.date().equals(date)) {
            day = new Day(date, digestOf(date));
            today = day;
        }
        return new AddressPseudonym(date, day.digest().of(address.prefix()));
    }

    private KeyedDigest digestOf(LocalDate date) {
        byte[] sealed = keys.keyOf(date, sealer.seal(PURPOSE, random.bytes(KEY_BYTES)));
        return new KeyedDigest(sealer.open(PURPOSE, sealed)
                .orElseThrow(() -> new IllegalStateException(
                        "the key of " + date + " for addresses was sealed with another master key")));
    }
}
