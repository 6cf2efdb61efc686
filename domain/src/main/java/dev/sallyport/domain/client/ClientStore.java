package dev.sallyport.domain.client;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where clients are kept. */
public interface ClientStore {
    /** Keeps a new client; false when the id is taken. */
    boolean add(Client client);

    Optional<Client> byId(ClientId id);

    /** Puts the client's new settings in the place of the old; false when there is no such client. */
    boolean replace(Client client);

    /** Puts {@code next} in the place of {@code current}; false when the client is no longer {@code current}. */
    boolean replace(Client current, Client next);

    /** Puts the secrets {@code next} in the place of {@code current}; false when they are no longer {@code current}. */
    boolean changeSecrets(ClientId id, List<Digest> current, List<Digest> next);

    /** Lets the client in from now on, or keeps it out; false when there is no such client. */
    boolean enable(ClientId id, boolean enabled);

    /** False when there is no such client. */
    boolean remove(ClientId id);

    /**
     * Removes clients that registered themselves before {@code before} and that no person has allowed anything; at most
     * {@code most}; says how many.
     */
    int purgeUnused(Instant before, int most);

    /** Clients by id. */
    Page<Client> list(Slice slice);

    /** Makes the declared clients exactly these, in one step; added ones with another id are not touched. */
    Reconciled reconcile(List<Client> declared);

    /** What a reconciliation did, by count. */
    record Reconciled(int added, int changed, int removed) {}
}
