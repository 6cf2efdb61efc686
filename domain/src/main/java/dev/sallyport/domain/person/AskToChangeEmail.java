package dev.sallyport.domain.person;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.credential.ProvePassword;
import dev.sallyport.domain.privacy.Address;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A person wants another address. They prove their password once more, whatever session they have, and nothing changes before
 * the new mailbox agrees ({@link ChangeEmail}, T07). Whether somebody else has the address is not told (T24).
 */
public final class AskToChangeEmail {
    private final PersonStore people;
    private final Mailboxes mailboxes;
    private final ProvePassword proof;
    private final Letters letters;
    private final InstantSource clock;

    public AskToChangeEmail(
            PersonStore people, Mailboxes mailboxes, ProvePassword proof, Letters letters, InstantSource clock) {
        this.people = people;
        this.mailboxes = mailboxes;
        this.proof = proof;
        this.letters = letters;
        this.clock = clock;
    }

    /**
     * @param browser the statement that the browser sent, empty where there was none
     * @param language of the request
     */
    public record Ask(
            PersonId person, EmailAddress to, Secret password, String browser, String language, Address address) {}

    /** What it came to. */
    public sealed interface Outcome {
        /** The rest is said in a letter to the new address. */
        record Asked() implements Outcome {}

        record Unproven(ProvePassword.Unproven why) implements Outcome {}

        /** The address was changed lately, and the old mailbox can still take that back. */
        record TooSoon(Instant until) implements Outcome {}

        record NoSuchPerson() implements Outcome {}
    }

    public Outcome ask(Ask ask) {
        Optional<Person> found = people.byId(ask.person());
        if (found.isEmpty()) {
            return new Outcome.NoSuchPerson();
        }
        var claim = new ProvePassword.Claim(found.get().email().value(), ask.password(), ask.browser(), ask.address());
        return switch (proof.prove(claim)) {
            case ProvePassword.Unproven why -> new Outcome.Unproven(why);
            case ProvePassword.Proven(Person person) -> proven(person, ask);
        };
    }

    private Outcome proven(Person person, Ask ask) {
        Instant now = clock.instant();
        Optional<Instant> until =
                mailboxes.changed(person.id()).map(at -> at.plus(Letters.UNDO)).filter(now::isBefore);
        if (until.isPresent()) {
            return new Outcome.TooSoon(until.get());
        }
        letters.changeEmail(person, ask.to(), ask.language(), now);
        return new Outcome.Asked();
    }
}
