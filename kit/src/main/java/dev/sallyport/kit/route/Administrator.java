package dev.sallyport.kit.route;

import dev.sallyport.domain.person.PersonId;

/** Proof that a person with the route's permission. Only {@link Guards} makes one. */
public final class Administrator {
    private final PersonId person;

    Administrator(PersonId person) {
        this.person = person;
    }

    public PersonId person() {
        return person;
    }
}
