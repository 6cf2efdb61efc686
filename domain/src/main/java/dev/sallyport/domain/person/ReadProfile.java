package dev.sallyport.domain.person;

import java.util.Optional;

/** A person looks at themselves. */
public final class ReadProfile {
    private final PersonStore people;

    public ReadProfile(PersonStore people) {
        this.people = people;
    }

    /** The person, or empty when the account is gone. */
    public Optional<Profile> read(PersonId person) {
        return people.byId(person).map(Profile::of);
    }
}
