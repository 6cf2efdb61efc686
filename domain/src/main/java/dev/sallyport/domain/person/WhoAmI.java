package dev.sallyport.domain.person;

import java.util.Optional;

/** The person behind a credential, as long as the account is active. */
public final class WhoAmI {
    private final PersonStore people;

    public WhoAmI(PersonStore people) {
        this.people = people;
    }

    public Optional<Person> of(PersonId person) {
        return people.byId(person).filter(Person::isActive);
    }
}
