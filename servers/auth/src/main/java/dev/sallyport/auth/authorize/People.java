package dev.sallyport.auth.authorize;

import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.session.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The people behind sign-on sessions, as long as their accounts are active. */
final class People {
    private final PersonStore store;

    People(PersonStore store) {
        this.store = store;
    }

    Optional<Person> of(PersonId id) {
        return store.byId(id).filter(Person::isActive);
    }

    /** The people by the ids of their sessions, in the same order. */
    Map<String, Person> bySession(List<Session> sessions) {
        var people = new LinkedHashMap<String, Person>();
        sessions.forEach(s -> of(s.person()).ifPresent(p -> people.put(s.id().toString(), p)));
        return people;
    }
}
