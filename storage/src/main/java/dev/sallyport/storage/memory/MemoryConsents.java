package dev.sallyport.storage.memory;

import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.Consent;
import dev.sallyport.domain.grant.ConsentStore;
import dev.sallyport.domain.person.PersonId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Consents in memory. */
public final class MemoryConsents implements ConsentStore {
    private static final int MOST = 500;

    private final Shelf<Key, Consent> consents = new Shelf<>(Shelf.MOST);

    private record Key(PersonId person, ClientId client) {}

    @Override
    public synchronized void remember(Consent consent) {
        consents.put(new Key(consent.person(), consent.client()), consent);
    }

    @Override
    public synchronized Optional<Consent> find(PersonId person, ClientId client) {
        return consents.get(new Key(person, client));
    }

    @Override
    public synchronized List<Consent> of(PersonId person) {
        return consents.all().stream()
                .filter(consent -> consent.person().equals(person))
                .sorted(Comparator.comparing(consent -> consent.client().value()))
                .limit(MOST)
                .toList();
    }

    /** Whether some person has allowed the client something. */
    public synchronized boolean has(ClientId client) {
        return consents.all().stream().anyMatch(consent -> consent.client().equals(client));
    }

    @Override
    public synchronized boolean withdraw(PersonId person, ClientId client) {
        return consents.remove(new Key(person, client));
    }

    synchronized int forget(PersonId person) {
        return consents.removeIf(consent -> consent.person().equals(person), Integer.MAX_VALUE);
    }
}
