package dev.sallyport.storage.sql;

import dev.sallyport.domain.arrival.Arrival;
import dev.sallyport.domain.arrival.ArrivalStore;
import dev.sallyport.domain.identity.Identity;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;

/** People from elsewhere, in the tables {@code person}, {@code person_role} and {@code identity}; one transaction for each call. */
public final class SqlArrivals implements ArrivalStore {
    private final Database database;

    public SqlArrivals(Database database) {
        this.database = database;
    }

    @Override
    public List<Received> receive(List<Arrival> arrivals) {
        return database.write(handle -> {
            var received = new IdentityHashMap<Arrival, Received>();
            for (Arrival arrival : inOneOrder(arrivals)) {
                received.put(
                        arrival,
                        SqlPeople.added(handle, arrival.person(), arrival.password())
                                ? linked(handle, arrival)
                                : whoIsThere(handle, arrival));
            }
            return arrivals.stream().map(received::get).toList();
        });
    }

    /** By address, so that two calls wait for each other and never both. */
    private static List<Arrival> inOneOrder(List<Arrival> arrivals) {
        return arrivals.stream()
                .sorted(Comparator.comparing(arrival -> arrival.person().email().value()))
                .toList();
    }

    private static Received linked(Handle handle, Arrival arrival) throws SQLException {
        var taken = new ArrayList<Identity>();
        for (Identity identity : arrival.identities()) {
            if (!SqlIdentities.add(handle, identity)) {
                taken.add(identity);
            }
        }
        return new Received.New(taken);
    }

    @Override
    public List<Received> foresee(List<Arrival> arrivals) {
        return database.read(handle -> {
            var foreseen = new ArrayList<Received>(arrivals.size());
            for (Arrival arrival : arrivals) {
                foreseen.add(whoIsThere(handle, arrival));
            }
            return foreseen;
        });
    }

    /** Who stands in the way, the owner of the id before the owner of the address. */
    private static Received whoIsThere(Handle handle, Arrival arrival) throws SQLException {
        if (handle.any("SELECT 1 FROM person WHERE id = ?", arrival.person().id())) {
            return new Received.Here();
        }
        var owner = SqlPeople.byEmail(handle, arrival.person().email());
        return owner.isPresent() ? new Received.Taken(owner.get()) : new Received.New(claimed(handle, arrival));
    }

    private static List<Identity> claimed(Handle handle, Arrival arrival) throws SQLException {
        var claimed = new ArrayList<Identity>();
        for (Identity identity : arrival.identities()) {
            if (handle.any(
                    "SELECT 1 FROM identity WHERE issuer = ? AND subject = ?", identity.issuer(), identity.subject())) {
                claimed.add(identity);
            }
        }
        return claimed;
    }
}
