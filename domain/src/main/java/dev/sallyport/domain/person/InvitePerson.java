package dev.sallyport.domain.person;

import dev.sallyport.domain.Secret;

/** An operator opens an account for somebody who chooses the password themselves, by a link that the operator hands over. */
public final class InvitePerson {
    private final AddPerson adding;
    private final OfferNewPassword offers;

    public InvitePerson(AddPerson adding, OfferNewPassword offers) {
        this.adding = adding;
        this.offers = offers;
    }

    /** What became of it. */
    public sealed interface Outcome {
        /** @param link good once, for {@link OfferNewPassword#LIFE} */
        record Invited(Person person, Secret link) implements Outcome {}

        /** The address belongs to {@code existing}; nothing was changed. */
        record Taken(Person existing) implements Outcome {}

        /** The hashing pool is full (T44). */
        record Busy() implements Outcome {}
    }

    public Outcome invite(Newcomer newcomer) {
        return switch (adding.addWithoutPassword(newcomer)) {
            case AddPerson.Outcome.Added(Person person) -> new Outcome.Invited(person, offers.offer(person));
            case AddPerson.Outcome.Taken(Person existing) -> new Outcome.Taken(existing);
            case AddPerson.Outcome.WeakPassword(String objection) ->
                throw new IllegalStateException("a password that nobody chose " + objection);
            case AddPerson.Outcome.Busy() -> new Outcome.Busy();
        };
    }
}
