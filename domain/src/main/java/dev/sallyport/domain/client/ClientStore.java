package dev.sallyport.domain.client;

import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import java.util.List;
import java.util.Optional;

/** Where clients are kept. */
public interface ClientStore {
    /** Keeps a new client; false when the id is taken. */
    boolean add(Client client);

    Optional<Client> byId(ClientId id);

    /** Puts the client's new settings in the place of the old; false when there is no such client. */
    boolean replace(Client client);

    /** Clients by id. */
    Page<Client> list(Slice slice);

    /** Makes the declared clients exactly these, in one step; added ones with another id are not touched. */
    Reconciled reconcile(List<Client> declared);

    /** What a reconciliation did, by count. */
    record Reconciled(int added, int changed, int removed) {}
}
