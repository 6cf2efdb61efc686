package dev.sallyport.app;

import dev.sallyport.domain.person.Person;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Erases a person. */
@Command(
        name = "erase",
        description = {
            "Erase a person and everything that is theirs, for good.",
            "Their sessions end at once; the worker of the running house removes the rest within minutes, and writes into the"
                    + " audit log what went."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  sallyport user erase ada@example.org --yes"})
final class UserEraseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Who who;

    @Option(names = "--yes", description = "Do it: it cannot be undone.")
    private boolean yes;

    @Mixin
    private Sources sources;

    @Override
    public Integer call() {
        Errand errand = Errand.of(spec, sources);
        return errand.run(desk -> who.find(errand, desk, person -> erase(errand, desk, person)));
    }

    private int erase(Errand errand, Desk desk, Person person) {
        if (!yes) {
            return errand.usage("this removes " + person.email()
                    + " with every session, file and document, and cannot be undone; say --yes to do it.");
        }
        if (!desk.eraseAccount().byOperator(person.id())) {
            return errand.finding(person.email() + " was just removed.");
        }
        errand.out().println(person.email() + " is signed out everywhere and may not sign in any more.");
        errand.out()
                .println("The worker removes everything else, the last of it "
                        + PrivacyRoom.rest(desk.configuration()).toMinutes()
                        + " minutes from now; sallyport audit export shows account.erased then.");
        return Exit.DONE;
    }
}
