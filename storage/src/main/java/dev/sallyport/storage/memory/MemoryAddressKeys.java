package dev.sallyport.storage.memory;

import dev.sallyport.domain.privacy.AddressKeyStore;
import java.time.LocalDate;

/** The sealed keys of the days, in memory. */
public final class MemoryAddressKeys implements AddressKeyStore {
    private final Shelf<LocalDate, Day> days = new Shelf<>(Shelf.MOST);

    private record Day(LocalDate date, byte[] sealed) {}

    @Override
    public synchronized byte[] keyOf(LocalDate day, byte[] candidate) {
        days.add(day, new Day(day, candidate.clone()));
        return days.get(day).orElseThrow().sealed().clone();
    }

    @Override
    public synchronized int destroyBefore(LocalDate day) {
        return days.removeIf(d -> d.date().isBefore(day), Integer.MAX_VALUE);
    }
}
