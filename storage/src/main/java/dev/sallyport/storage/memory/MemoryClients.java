package dev.sallyport.storage.memory;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.ClientStore;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Clients in memory. */
public final class MemoryClients implements ClientStore {
    private final Shelf<ClientId, Client> clients = new Shelf<>(Shelf.MOST);
    private final Predicate<ClientId> used;

    /** @param used whether some person has allowed the client something */
    public MemoryClients(Predicate<ClientId> used) {
        this.used = used;
    }

    @Override
    public synchronized boolean add(Client client) {
        return clients.add(client.id(), client);
    }

    @Override
    public synchronized Optional<Client> byId(ClientId id) {
        return clients.get(id);
    }

    @Override
    public synchronized boolean replace(Client client) {
        boolean there = clients.get(client.id()).isPresent();
        if (there) {
            clients.put(client.id(), client);
        }
        return there;
    }

    @Override
    public synchronized boolean replace(Client current, Client next) {
        boolean same = clients.get(current.id()).filter(current::equals).isPresent();
        if (same) {
            clients.put(next.id(), next);
        }
        return same;
    }

    @Override
    public synchronized int purgeUnused(Instant before, int most) {
        return clients.removeIf(
                client -> client.origin() == Client.Origin.REGISTERED
                        && client.created().isBefore(before)
                        && !used.test(client.id()),
                most);
    }

    @Override
    public synchronized boolean changeSecrets(ClientId id, List<Digest> current, List<Digest> next) {
        Optional<Client> client = clients.get(id).filter(c -> c.secrets().equals(current));
        client.ifPresent(c -> clients.put(id, c.withSecrets(next)));
        return client.isPresent();
    }

    @Override
    public synchronized boolean enable(ClientId id, boolean enabled) {
        Optional<Client> client = clients.get(id);
        client.ifPresent(c -> clients.put(id, c.enabled(enabled)));
        return client.isPresent();
    }

    @Override
    public synchronized boolean remove(ClientId id) {
        return clients.remove(id);
    }

    @Override
    public synchronized Page<Client> list(Slice slice) {
        String after = slice.after().orElse("");
        List<Client> found = clients.all().stream()
                .filter(client -> client.id().value().compareTo(after) > 0)
                .sorted(Comparator.comparing(client -> client.id().value()))
                .limit(slice.limit() + 1L)
                .toList();
        return Cursor.first(found, slice, last -> last.id().value());
    }

    @Override
    public synchronized Reconciled reconcile(List<Client> declared) {
        int added = 0;
        int changed = 0;
        for (Client client : declared) {
            Optional<Client> before = clients.get(client.id());
            if (before.isEmpty()) {
                clients.addNew(client.id(), client);
                added++;
            } else if (!client.createdAt(before.get().created()).equals(before.get())) {
                clients.put(client.id(), client.createdAt(before.get().created()));
                changed++;
            }
        }
        Set<ClientId> names = declared.stream().map(Client::id).collect(Collectors.toSet());
        int removed = clients.removeIf(
                client -> client.origin() == Client.Origin.DECLARED && !names.contains(client.id()), Integer.MAX_VALUE);
        return new Reconciled(added, changed, removed);
    }
}
