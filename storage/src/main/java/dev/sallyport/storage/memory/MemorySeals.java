package dev.sallyport.storage.memory;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.AuditRow;
import dev.sallyport.domain.audit.AuditSeal;
import dev.sallyport.domain.audit.AuditSeals;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.SessionId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Seals in memory, over the events of a {@link MemoryAudit}, whose lock they share. */
final class MemorySeals implements AuditSeals {
    private final Object lock;
    private final Shelf<UUID, AuditEvent> events;
    private final TreeMap<Long, AuditSeal> seals = new TreeMap<>();
    private final TreeMap<Long, Proven> places = new TreeMap<>();
    private final Map<UUID, Long> placed = new HashMap<>();

    private record Proven(UUID event, String mac) {}

    MemorySeals(Object lock, Shelf<UUID, AuditEvent> events) {
        this.lock = lock;
        this.events = events;
    }

    @Override
    public int seal(Sealing sealing, int most) {
        synchronized (lock) {
            List<AuditEvent> found = events.all().stream()
                    .filter(event -> !placed.containsKey(event.id()))
                    .sorted(Comparator.comparing(AuditEvent::at)
                            .thenComparing(event -> event.id().toString()))
                    .limit(most + 1L)
                    .toList();
            if (found.isEmpty()) {
                return 0;
            }
            boolean full = found.size() > most;
            List<AuditEvent> rows = full ? found.subList(0, most) : found;
            Optional<AuditSeal> last = Optional.ofNullable(seals.lastEntry()).map(Map.Entry::getValue);
            long first = last.map(AuditSeal::last).orElse(0L) + 1;
            keep(sealing.seal(last, first, rows.stream().map(MemorySeals::row).toList(), full), rows);
            return rows.size();
        }
    }

    private void keep(Sealed sealed, List<AuditEvent> rows) {
        AuditSeal seal = sealed.seal();
        for (int i = 0; i < rows.size(); i++) {
            UUID event = rows.get(i).id();
            places.put(seal.first() + i, new Proven(event, sealed.macs().get(i)));
            placed.put(event, seal.first() + i);
        }
        seals.put(seal.number(), seal);
    }

    @Override
    public List<AuditSeal> after(long number, int most) {
        synchronized (lock) {
            return seals.tailMap(number, false).values().stream().limit(most).toList();
        }
    }

    @Override
    public List<AuditRow.Placed> rows(long first, long last, int most) {
        synchronized (lock) {
            return places.subMap(first, true, last, true).entrySet().stream()
                    .limit(most)
                    .map(this::placed)
                    .toList();
        }
    }

    @Override
    public List<AuditRow.Placed> outside(long last, int most) {
        synchronized (lock) {
            return places.tailMap(last, false).entrySet().stream()
                    .limit(most)
                    .map(this::placed)
                    .toList();
        }
    }

    private AuditRow.Placed placed(Map.Entry<Long, Proven> place) {
        Proven proven = place.getValue();
        AuditEvent event = events.get(proven.event()).orElseThrow();
        return new AuditRow.Placed(row(event), place.getKey(), proven.mac());
    }

    @Override
    public long waiting() {
        synchronized (lock) {
            return events.all().size() - (long) placed.size();
        }
    }

    @Override
    public Optional<AuditSeal> oldest() {
        synchronized (lock) {
            return seals.values().stream()
                    .filter(seal -> seal.purge().isEmpty())
                    .findFirst();
        }
    }

    @Override
    public int purge(AuditSeal seal, AuditSeal.Purged purged) {
        synchronized (lock) {
            if (seals.get(seal.number()).purge().isPresent()) {
                return 0;
            }
            seals.put(
                    seal.number(),
                    new AuditSeal(
                            seal.number(),
                            seal.first(),
                            seal.last(),
                            seal.through(),
                            seal.at(),
                            seal.mac(),
                            Optional.of(purged)));
            var gone = places.subMap(seal.first(), true, seal.last(), true);
            int rows = gone.size();
            gone.values().forEach(proven -> {
                events.remove(proven.event());
                placed.remove(proven.event());
            });
            gone.clear();
            return rows;
        }
    }

    private static AuditRow row(AuditEvent event) {
        return new AuditRow(
                event.id().toString(),
                Optional.of(event.kind().name()),
                event.person().map(PersonId::toString),
                event.session().map(SessionId::toString),
                event.address().map(address -> address.day().toString()),
                event.address().map(address -> address.value()),
                Optional.of(new TreeMap<>(event.details()).toString()),
                event.at().toEpochMilli());
    }
}
