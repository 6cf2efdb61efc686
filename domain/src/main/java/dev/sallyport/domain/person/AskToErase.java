package dev.sallyport.domain.person;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.credential.ProvePassword;
import dev.sallyport.domain.privacy.Address;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A person wants their account and everything in it gone. They prove their password once more, whatever session they have, and
 * nothing goes before the mailbox agrees ({@link EraseAccount}, T07). Who has no password proves it by the mailbox alone, as a
 * forgotten password would.
 */
public final class AskToErase {
    private final PersonStore people;
    private final ProvePassword proof;
    private final Letters letters;
    private final InstantSource clock;

    public AskToErase(PersonStore people, ProvePassword proof, Letters letters, InstantSource clock) {
        this.people = people;
        this.proof = proof;
        this.letters = letters;
        this.clock = clock;
    }

    /**
     * @param password empty where the person says they have none
     * @param browser the statement that the browser sent, empty where there was none
     * @param language of the request
     */
    public record Ask(PersonId person, Optional<Secret> password, String browser, String language, Address address) {}

    /** What it came to. */
    public sealed interface Outcome {
        /** The rest is said in a letter. */
        record Asked() implements Outcome {}

        /** The person has a password and did not give it. */
        record PasswordWanted() implements Outcome {}

        record Unproven(ProvePassword.Unproven why) implements Outcome {}

        record NoSuchPerson() implements Outcome {}
    }

    public Outcome ask(Ask ask) {
        Optional<Person> found = people.byId(ask.person()).filter(Person::isActive);
        if (found.isEmpty()) {
            return new Outcome.NoSuchPerson();
        }
        Person person = found.get();
        if (people.password(person.id()).isEmpty()) {
            return asked(person, ask);
        }
        if (ask.password().isEmpty()) {
            return new Outcome.PasswordWanted();
        }
        var claim =
                new ProvePassword.Claim(person.email().value(), ask.password().get(), ask.browser(), ask.address());
        return switch (proof.prove(claim)) {
            case ProvePassword.Unproven why -> new Outcome.Unproven(why);
            case ProvePassword.Proven(Person proven) -> asked(proven, ask);
        };
    }

    private Outcome asked(Person person, Ask ask) {
        letters.eraseAccount(person, ask.language(), clock.instant());
        return new Outcome.Asked();
    }
}
