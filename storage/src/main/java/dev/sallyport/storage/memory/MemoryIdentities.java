package dev.sallyport.storage.memory;

import dev.sallyport.domain.identity.Identity;
import dev.sallyport.domain.identity.IdentityId;
import dev.sallyport.domain.identity.IdentityStore;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Linked identities in memory, under the lock of the people they belong to. */
public final class MemoryIdentities implements IdentityStore {
    private static final int MOST = 100;

    private final MemoryPeople people;
    private final Shelf<Key, Identity> identities = new Shelf<>(Shelf.MOST);

    private record Key(String issuer, String subject) {
        static Key of(Identity identity) {
            return new Key(identity.issuer(), identity.subject());
        }
    }

    MemoryIdentities(MemoryPeople people) {
        this.people = people;
    }

    /** Those who come from elsewhere, under the same lock. */
    public MemoryArrivals arrivals() {
        return new MemoryArrivals(people, this);
    }

    /** Keeps a new identity; false when it is somebody's. */
    boolean add(Identity identity) {
        synchronized (people) {
            return identities.add(Key.of(identity), identity);
        }
    }

    @Override
    public Optional<Identity> find(String issuer, String subject) {
        synchronized (people) {
            return identities.get(new Key(issuer, subject));
        }
    }

    @Override
    public Linked link(Identity identity) {
        synchronized (people) {
            if (people.byId(identity.person()).filter(Person::emailVerified).isEmpty()) {
                return Linked.UNVERIFIED;
            }
            return identities.add(Key.of(identity), identity) ? Linked.NEW : Linked.TAKEN;
        }
    }

    @Override
    public Opened open(Person person, Identity identity) {
        synchronized (people) {
            if (identities.get(Key.of(identity)).isPresent() || !people.addWithoutPassword(person)) {
                return Opened.TAKEN;
            }
            identities.add(Key.of(identity), identity);
            return Opened.NEW;
        }
    }

    @Override
    public List<Identity> of(PersonId person) {
        synchronized (people) {
            return identities.all().stream()
                    .filter(identity -> identity.person().equals(person))
                    .sorted(Comparator.comparing(Identity::linked)
                            .thenComparing(identity -> identity.id().toString()))
                    .limit(MOST)
                    .toList();
        }
    }

    @Override
    public Removed remove(PersonId person, IdentityId id) {
        synchronized (people) {
            List<Identity> all = of(person);
            Optional<Identity> meant =
                    all.stream().filter(identity -> identity.id().equals(id)).findFirst();
            if (meant.isEmpty()) {
                return Removed.UNKNOWN;
            }
            if (all.size() == 1 && people.password(person).isEmpty()) {
                return Removed.LAST_WAY_IN;
            }
            identities.remove(Key.of(meant.get()));
            return Removed.GONE;
        }
    }

    int forget(PersonId person) {
        synchronized (people) {
            return identities.removeIf(identity -> identity.person().equals(person), Integer.MAX_VALUE);
        }
    }
}
