package dev.sallyport.storage.memory;

import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.AccountState;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.person.Role;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** People in memory. */
public final class MemoryPeople implements PersonStore {
    private final Shelf<PersonId, Entry> people = new Shelf<>(Shelf.MOST);
    private final Shelf<EmailAddress, PersonId> addresses = new Shelf<>(Shelf.MOST);

    private record Entry(Person person, Optional<PasswordHash> password) {
        Entry with(PasswordHash next) {
            return new Entry(person, Optional.of(next));
        }

        Entry verified(PasswordHash next) {
            return new Entry(
                    new Person(
                            person.id(),
                            person.email(),
                            true,
                            person.name(),
                            person.roles(),
                            person.state(),
                            person.created()),
                    Optional.of(next));
        }

        Entry with(String name, SortedSet<Role> roles, AccountState state) {
            return new Entry(
                    new Person(
                            person.id(),
                            person.email(),
                            person.emailVerified(),
                            name,
                            new TreeSet<>(roles),
                            state,
                            person.created()),
                    password);
        }
    }

    @Override
    public synchronized Added add(Person person, PasswordHash password) {
        Optional<PersonId> owner = addresses.get(person.email());
        if (owner.isPresent()) {
            return new Added.Taken(people.get(owner.get()).orElseThrow().person());
        }
        keep(person, Optional.of(password));
        return new Added.New(person);
    }

    /** Keeps a new person who gets in by another way; false when the address is taken. */
    synchronized boolean addWithoutPassword(Person person) {
        if (addresses.get(person.email()).isPresent()) {
            return false;
        }
        keep(person, Optional.empty());
        return true;
    }

    private void keep(Person person, Optional<PasswordHash> password) {
        people.addNew(person.id(), new Entry(person, password).with(person.name(), person.roles(), person.state()));
        addresses.addNew(person.email(), person.id());
    }

    /** Gives the person that address, as verified, and that password where there is one. */
    synchronized void move(PersonId id, EmailAddress to, Optional<PasswordHash> password) {
        Entry entry = people.get(id).orElseThrow();
        Person p = entry.person();
        var moved = new Person(p.id(), to, true, p.name(), p.roles(), p.state(), p.created());
        people.put(id, new Entry(moved, password.or(entry::password)));
        addresses.remove(p.email());
        addresses.addNew(to, id);
    }

    /** The mailboxes of these people, under their lock. */
    public MemoryMailboxes mailboxes() {
        return new MemoryMailboxes(this);
    }

    /** The identities of these people, under their lock. */
    public MemoryIdentities identities() {
        return new MemoryIdentities(this);
    }

    @Override
    public synchronized Optional<Person> byId(PersonId id) {
        return people.get(id).map(Entry::person);
    }

    @Override
    public synchronized Optional<Person> byEmail(EmailAddress email) {
        return addresses.get(email).flatMap(people::get).map(Entry::person);
    }

    @Override
    public synchronized Optional<PasswordHash> password(PersonId id) {
        return people.get(id).flatMap(Entry::password);
    }

    @Override
    public synchronized boolean verifyEmail(PersonId id, PasswordHash password) {
        return change(id, e -> !e.person().emailVerified(), e -> e.verified(password));
    }

    @Override
    public synchronized boolean resetPassword(PersonId id, PasswordHash password) {
        return change(id, e -> true, e -> e.verified(password));
    }

    @Override
    public synchronized boolean replacePassword(PersonId id, PasswordHash current, PasswordHash next) {
        return change(id, e -> e.password().equals(Optional.of(current)), e -> e.with(next));
    }

    @Override
    public synchronized boolean rename(PersonId id, String current, String next) {
        return change(
                id,
                e -> e.person().name().equals(current),
                e -> e.with(next, e.person().roles(), e.person().state()));
    }

    @Override
    public synchronized boolean changeState(PersonId id, AccountState state) {
        return change(id, e -> true, e -> e.with(e.person().name(), e.person().roles(), state));
    }

    @Override
    public synchronized boolean changeRoles(PersonId id, SortedSet<Role> roles) {
        return change(
                id, e -> true, e -> e.with(e.person().name(), roles, e.person().state()));
    }

    private boolean change(PersonId id, Predicate<Entry> fits, UnaryOperator<Entry> change) {
        Optional<Entry> found = people.get(id).filter(fits);
        found.ifPresent(entry -> people.put(id, change.apply(entry)));
        return found.isPresent();
    }

    synchronized int forget(PersonId id) {
        Optional<Person> person = byId(id);
        person.ifPresent(p -> {
            addresses.remove(p.email());
            people.remove(id);
        });
        return person.isPresent() ? 1 : 0;
    }

    @Override
    public synchronized Page<Person> list(Slice slice) {
        return Cursor.page(
                people.all().stream().map(Entry::person),
                slice,
                person -> Cursor.at(person.created(), person.id().value()));
    }

    @Override
    public synchronized boolean anyWith(Role role) {
        return people.all().stream().anyMatch(entry -> entry.person().roles().contains(role));
    }
}
