package dev.sallyport.domain.arrival;

import dev.sallyport.domain.identity.Identity;
import dev.sallyport.domain.person.Person;
import java.util.List;

/** Where people from elsewhere are kept. Every verb is atomic on its own. */
public interface ArrivalStore {
    /** Keeps everybody whose id and address are free, with what comes with them; what became of each, in order. */
    List<Received> receive(List<Arrival> arrivals);

    /** What {@link #receive} would say of each on its own; nothing is kept. */
    List<Received> foresee(List<Arrival> arrivals);

    /** What became of one. */
    sealed interface Received {
        /** @param taken the identities that were somebody else's, and were left out */
        record New(List<Identity> taken) implements Received {
            public New {
                taken = List.copyOf(taken);
            }
        }

        /** There is a person of this id; nothing was changed. */
        record Here() implements Received {}

        /** The address belongs to {@code existing}, who has another id; nothing was changed. */
        record Taken(Person existing) implements Received {}
    }
}
