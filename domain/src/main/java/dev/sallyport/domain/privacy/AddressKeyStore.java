package dev.sallyport.domain.privacy;

import java.time.LocalDate;

/** Where the keys of the days lie, sealed. */
public interface AddressKeyStore {
    /** The day's sealed key: {@code candidate} where the day had none yet, otherwise the one that came first. */
    byte[] keyOf(LocalDate day, byte[] candidate);

    /** Destroys the keys of all days before {@code day}; says how many. */
    int destroyBefore(LocalDate day);
}
