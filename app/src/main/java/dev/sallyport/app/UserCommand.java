package dev.sallyport.app;

import dev.sallyport.domain.person.DisablePerson;
import dev.sallyport.domain.person.Role;
import java.util.List;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What an operator does about people's accounts. */
@Command(
        name = "user",
        description = "People's accounts, beside a running house or without one.",
        subcommands = {
            UserAddCommand.class,
            UserListCommand.class,
            UserShowCommand.class,
            UserPasswordCommand.class,
            UserExportCommand.class,
            UserEraseCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sallyport user add ada@example.org --role admin",
            "  sallyport user disable ada@example.org",
            "  sallyport user list --json"
        })
final class UserCommand {
    private static final String ROLE = "a role is 1 to 64 of a-z 0-9 . _ -, as in admin";

    @Spec
    private CommandSpec spec;

    @Command(
            name = "disable",
            description = "Let a person in no more: ends their sessions and tokens; account and data stay.",
            mixinStandardHelpOptions = true)
    int disable(@Mixin Who who, @Mixin Sources sources) {
        Errand errand = Errand.of(spec, sources);
        return errand.run(desk ->
                who.find(errand, desk, person -> switch (desk.disablePerson().disable(person.id())) {
                    case DisablePerson.Outcome.Disabled(int sessions) -> {
                        errand.out().println(person.email() + " is disabled; " + counted(sessions) + " ended.");
                        errand.out()
                                .println("Access tokens that are out run for up to "
                                        + desk.configuration().tokens().access().toSeconds() + " s more.");
                        yield Exit.DONE;
                    }
                    case DisablePerson.Outcome.NoSuchPerson() -> errand.finding(person.email() + " was just removed.");
                }));
    }

    @Command(name = "enable", description = "Let a disabled person in again.", mixinStandardHelpOptions = true)
    int enable(@Mixin Who who, @Mixin Sources sources) {
        Errand errand = Errand.of(spec, sources);
        return errand.run(desk -> who.find(errand, desk, person -> {
            if (!desk.enablePerson().enable(person.id())) {
                return errand.finding(person.email() + " was just removed.");
            }
            errand.out().println(person.email() + " may sign in.");
            return Exit.DONE;
        }));
    }

    @Command(
            name = "role",
            description = "Say which roles a person holds: these, and no others.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExamples:%n",
            footer = {"  sallyport user role ada@example.org admin", "  sallyport user role ada@example.org --none"})
    int role(
            @Mixin Who who,
            @Parameters(index = "1..*", paramLabel = "ROLE", description = "Roles, such as admin.", arity = "0..*")
                    List<String> roles,
            @Option(names = "--none", description = "Take every role away.") boolean none,
            @Mixin Sources sources) {
        Errand errand = Errand.of(spec, sources);
        List<String> wanted = roles == null ? List.of() : roles;
        if (wanted.isEmpty() != none) {
            return errand.usage("name the roles that the person shall hold, or --none.");
        }
        var held = new TreeSet<Role>();
        try {
            wanted.forEach(name -> held.add(new Role(name)));
        } catch (IllegalArgumentException notOne) {
            return errand.usage(String.join(" ", wanted) + ": " + ROLE + ".");
        }
        return errand.run(desk -> who.find(errand, desk, person -> {
            if (!desk.changeRoles().change(person.id(), held)) {
                return errand.finding(person.email() + " was just removed.");
            }
            errand.out()
                    .println(person.email()
                            + (none ? " holds no role now." : " holds now: " + String.join(", ", wanted) + "."));
            return Exit.DONE;
        }));
    }

    @Command(
            name = "sign-out",
            description = "End every session of a person; they may sign in again.",
            mixinStandardHelpOptions = true)
    int signOut(@Mixin Who who, @Mixin Sources sources) {
        Errand errand = Errand.of(spec, sources);
        return errand.run(desk -> who.find(errand, desk, person -> {
            int ended = desk.endAllSessions().endAll(person.id());
            errand.out().println(person.email() + ": " + counted(ended) + " ended.");
            return Exit.DONE;
        }));
    }

    static String counted(int sessions) {
        return sessions == 1 ? "1 session" : sessions + " sessions";
    }
}
