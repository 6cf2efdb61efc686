package dev.sallyport.app;

import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.kit.json.Suggestion;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Parameters;

/** The person that a command is about, by address or id. */
final class Who {
    @Parameters(index = "0", paramLabel = "EMAIL", description = "The person's address, or their id.")
    private String typed;

    /** Finds the person for {@code work}, or says who may have been meant. */
    int find(Errand errand, Desk desk, ToIntFunction<Person> work) {
        Optional<Person> found = found(desk);
        if (found.isPresent()) {
            return work.applyAsInt(found.get());
        }
        List<String> newest = desk.stores().people().list(Slice.first(Slice.MOST)).items().stream()
                .map(person -> person.email().value())
                .toList();
        String advice = Suggestion.nearest(typed, newest)
                .map(near -> "Did you mean " + near + "?")
                .orElse("sallyport user list shows who is here.");
        return errand.finding("nobody here has the address or id " + typed + ".", advice);
    }

    private Optional<Person> found(Desk desk) {
        var people = desk.stores().people();
        return typed.indexOf('@') >= 0
                ? EmailAddress.parse(typed).flatMap(people::byEmail)
                : id().flatMap(people::byId);
    }

    private Optional<PersonId> id() {
        try {
            return Optional.of(PersonId.of(typed));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }
}
