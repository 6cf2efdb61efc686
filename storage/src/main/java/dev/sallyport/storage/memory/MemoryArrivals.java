package dev.sallyport.storage.memory;

import dev.sallyport.domain.arrival.Arrival;
import dev.sallyport.domain.arrival.ArrivalStore;
import dev.sallyport.domain.identity.Identity;
import dev.sallyport.domain.person.Person;
import java.util.List;
import java.util.Optional;

/** People from elsewhere in memory, under the lock of those who are here. */
public final class MemoryArrivals implements ArrivalStore {
    private final MemoryPeople people;
    private final MemoryIdentities identities;

    MemoryArrivals(MemoryPeople people, MemoryIdentities identities) {
        this.people = people;
        this.identities = identities;
    }

    @Override
    public List<Received> receive(List<Arrival> arrivals) {
        synchronized (people) {
            return arrivals.stream()
                    .map(arrival -> whoIsThere(arrival).orElseGet(() -> kept(arrival)))
                    .toList();
        }
    }

    private Received kept(Arrival arrival) {
        arrival.password()
                .ifPresentOrElse(
                        hash -> people.add(arrival.person(), hash), () -> people.addWithoutPassword(arrival.person()));
        return new Received.New(arrival.identities().stream()
                .filter(identity -> !identities.add(identity))
                .toList());
    }

    @Override
    public List<Received> foresee(List<Arrival> arrivals) {
        synchronized (people) {
            return arrivals.stream()
                    .map(arrival -> whoIsThere(arrival).orElseGet(() -> new Received.New(claimed(arrival))))
                    .toList();
        }
    }

    private List<Identity> claimed(Arrival arrival) {
        return arrival.identities().stream()
                .filter(identity ->
                        identities.find(identity.issuer(), identity.subject()).isPresent())
                .toList();
    }

    private Optional<Received> whoIsThere(Arrival arrival) {
        Person person = arrival.person();
        return people.byId(person.id())
                .<Received>map(same -> new Received.Here())
                .or(() -> people.byEmail(person.email()).map(Received.Taken::new));
    }
}
