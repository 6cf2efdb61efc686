package dev.sallyport.app;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.person.AddPerson;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.person.InvitePerson;
import dev.sallyport.domain.person.Newcomer;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonName;
import dev.sallyport.domain.person.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Opens an account for somebody. */
@Command(
        name = "add",
        description = {
            "Open an account. The address counts as verified: you know whose it is.",
            "Without a password it prints a link, good once and for a day, through which the person chooses one."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sallyport user add ada@example.org",
            "  sallyport user add ada@example.org --name \"Ada Lovelace\" --role admin --ask",
            "  SALLYPORT_PASSWORD=... sallyport user add ada@example.org"
        })
final class UserAddCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "EMAIL", description = "The person's address, with which they sign in.")
    private String email;

    @Option(names = "--name", paramLabel = "NAME", description = "What the person wants to be called.")
    private String name = "";

    @Option(names = "--role", paramLabel = "ROLE", description = "A role to hold, such as admin; may be repeated.")
    private List<String> roles = new ArrayList<>();

    @Option(names = "--send", description = "Sends the link by letter instead of printing it.")
    private boolean send;

    @Mixin
    private GivenPassword password;

    @Mixin
    private HousePort port;

    @Mixin
    private Sources sources;

    @Override
    public Integer call() {
        var errand = new Errand(spec, sources, port.asVariables());
        Optional<EmailAddress> address = EmailAddress.parse(email);
        Optional<PersonName> called = PersonName.parse(name);
        if (address.isEmpty()) {
            return errand.usage(email + " is not a mail address.", "It must be one, as in ada@example.org.");
        }
        if (called.isEmpty()) {
            return errand.usage("the name must have at most " + PersonName.LONGEST + " visible characters.");
        }
        var held = new TreeSet<Role>();
        try {
            roles.forEach(role -> held.add(new Role(role)));
        } catch (IllegalArgumentException notOne) {
            return errand.usage(notOne.getMessage() + ".");
        }
        var newcomer = new Newcomer(address.get(), called.get(), held);
        return switch (password.read(errand.machine())) {
            case GivenPassword.Given.Unreadable(String what) -> errand.usage(what);
            case GivenPassword.Given.Password(Secret secret) ->
                errand.run(desk -> added(errand, desk, newcomer, secret));
            case GivenPassword.Given.None() -> errand.run(desk -> invited(errand, desk, newcomer));
        };
    }

    private static int added(Errand errand, Desk desk, Newcomer newcomer, Secret secret) {
        return switch (desk.addPerson().add(newcomer, secret)) {
            case AddPerson.Outcome.Added(Person person) -> {
                errand.out().println("Added " + person.email() + ", id " + person.id() + ".");
                yield Exit.DONE;
            }
            case AddPerson.Outcome.Taken(Person existing) -> taken(errand, existing);
            case AddPerson.Outcome.WeakPassword(String objection) ->
                errand.usage("the password " + objection + "; nobody was added.");
            case AddPerson.Outcome.Busy() -> throw new IllegalStateException("nobody else hashes here");
        };
    }

    private int invited(Errand errand, Desk desk, Newcomer newcomer) {
        return switch (desk.invitePerson().invite(newcomer)) {
            case InvitePerson.Outcome.Invited(Person person, Secret link) -> {
                errand.out().println("Added " + person.email() + ", id " + person.id() + ".");
                if (send) {
                    desk.letters().invited(person, link, desk.now());
                    errand.out().println("A letter with a link to choose a password is on its way to them.");
                } else {
                    UserPasswordCommand.hand(errand, person, link);
                }
                yield Exit.DONE;
            }
            case InvitePerson.Outcome.Taken(Person existing) -> taken(errand, existing);
            case InvitePerson.Outcome.Busy() -> throw new IllegalStateException("nobody else hashes here");
        };
    }

    private static int taken(Errand errand, Person existing) {
        return errand.finding(
                existing.email() + " has an account since " + Shown.moment(existing.created())
                        + "; nothing was changed.",
                "sallyport user show " + existing.email(),
                "sallyport user password " + existing.email() + " gives it a new password.");
    }
}
