package dev.sallyport.storage.memory;

import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Mailboxes;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import java.time.Instant;
import java.util.Optional;

/** Languages and changes of addresses, under the lock of the people whose they are. */
public final class MemoryMailboxes implements Mailboxes {
    private final Shelf<PersonId, String> languages = new Shelf<>(Shelf.MOST);
    private final Shelf<PersonId, Instant> changes = new Shelf<>(Shelf.MOST);
    private final MemoryPeople people;

    MemoryMailboxes(MemoryPeople people) {
        this.people = people;
    }

    @Override
    public Optional<String> language(PersonId id) {
        synchronized (people) {
            return languages.get(id);
        }
    }

    @Override
    public boolean speak(PersonId id, String language) {
        synchronized (people) {
            boolean known = people.byId(id).isPresent();
            if (known) {
                languages.put(id, language);
            }
            return known;
        }
    }

    @Override
    public Optional<Instant> changed(PersonId id) {
        synchronized (people) {
            return changes.get(id);
        }
    }

    @Override
    public Change change(PersonId id, EmailAddress from, EmailAddress to, Instant now, Instant settled) {
        synchronized (people) {
            boolean free = people.byEmail(to).isEmpty();
            boolean rested =
                    changes.get(id).filter(last -> !last.isBefore(settled)).isEmpty();
            if (!free || !rested || !isAt(id, from)) {
                return free ? Change.STALE : Change.TAKEN;
            }
            people.move(id, to, Optional.empty());
            changes.put(id, now);
            return Change.DONE;
        }
    }

    @Override
    public Change restore(PersonId id, EmailAddress from, EmailAddress to, PasswordHash password) {
        synchronized (people) {
            boolean free = people.byEmail(to).isEmpty();
            if (!free || !isAt(id, from)) {
                return free ? Change.STALE : Change.TAKEN;
            }
            people.move(id, to, Optional.of(password));
            changes.remove(id);
            return Change.DONE;
        }
    }

    private boolean isAt(PersonId id, EmailAddress address) {
        return people.byId(id).map(Person::email).filter(address::equals).isPresent();
    }
}
