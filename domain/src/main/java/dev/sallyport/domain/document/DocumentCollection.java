package dev.sallyport.domain.document;

import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.PersonId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A collection as it is declared, and who may do what in it: nobody anything that is not said here (T47).
 *
 * @param delegated the scope by which a client of others acts in it for the person who allowed that; only the product's own apps
 *     where it is empty
 * @param publicRead whether everybody reads it
 * @param requireMatch whether a document that is there is changed only by those who say which version they know
 * @param maxSize bytes of one document
 * @param indexes each indexed field, {@code address.city}, with the kind of its values
 */
public record DocumentCollection(
        String name,
        Access access,
        Optional<Scope> delegated,
        boolean publicRead,
        boolean requireMatch,
        long maxSize,
        Quota quota,
        Map<String, SortKey.Kind> indexes) {
    public DocumentCollection {
        indexes = Map.copyOf(indexes);
    }

    /** What it says of indexes, as one text: documents that were indexed after another are indexed anew. */
    public String form() {
        return new TreeMap<>(indexes).toString();
    }

    /**
     * Leave to write.
     *
     * @param owner whose documents they are, where they are somebody's
     */
    public record Pen(Space space, Optional<PersonId> owner) {}

    /** Where the visitor reads, if they may. */
    public Optional<Space> reading(Visitor visitor) {
        return publicRead ? Optional.of(Space.shared(name)) : writing(visitor).map(Pen::space);
    }

    /** Where the visitor writes, and as whom, if they may. */
    public Optional<Pen> writing(Visitor visitor) {
        return switch (access) {
            case Access.Owner() -> person(visitor).map(this::own);
            case Access.Holders(var role) ->
                person(visitor).filter(person -> visitor.roles().contains(role)).map(person -> common());
            case Access.Bearers(var scope) -> visitor.scope().covers(scope) ? Optional.of(common()) : Optional.empty();
        };
    }

    private Pen own(PersonId person) {
        return new Pen(publicRead ? Space.shared(name) : Space.of(name, person), Optional.of(person));
    }

    private Pen common() {
        return new Pen(Space.shared(name), Optional.empty());
    }

    private Optional<PersonId> person(Visitor visitor) {
        boolean mayAct =
                visitor.atHome() || delegated.filter(visitor.scope()::covers).isPresent();
        return visitor.person().filter(person -> mayAct);
    }
}
