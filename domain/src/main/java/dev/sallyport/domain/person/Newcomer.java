package dev.sallyport.domain.person;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Somebody for whom an operator opens an account, and whose address the operator answers for.
 *
 * @param name empty when nobody said it
 */
public record Newcomer(EmailAddress email, PersonName name, SortedSet<Role> roles) {
    public Newcomer {
        roles = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(roles));
    }
}
