package dev.sallyport.domain.document;

import dev.sallyport.domain.person.PersonId;
import java.util.Optional;

/**
 * Where documents lie: in a collection, and there with one person or with all. Ids, versions, lists and changes are of one space, so that
 * whoever is let into theirs cannot even name what lies in another (T47).
 *
 * @param person whose it is; empty for the one that all share
 */
public record Space(String collection, Optional<PersonId> person) {
    public static Space of(String collection, PersonId person) {
        return new Space(collection, Optional.of(person));
    }

    public static Space shared(String collection) {
        return new Space(collection, Optional.empty());
    }

    /** The part beside the collection, as stores keep it: the person's id, or empty. */
    public String name() {
        return person.map(PersonId::toString).orElse("");
    }
}
