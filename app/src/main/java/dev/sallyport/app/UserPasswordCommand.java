package dev.sallyport.app;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.credential.SetPassword;
import dev.sallyport.domain.person.OfferNewPassword;
import dev.sallyport.domain.person.Person;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Gives a person a new password, or a link through which they choose one. */
@Command(
        name = "password",
        description = {
            "Give a person a new password; their sessions end, and a suspension of sign-in is lifted.",
            "Without a password it prints a link, good once and for a day, and changes nothing until it is used."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sallyport user password ada@example.org",
            "  sallyport user password ada@example.org --password-file /run/secrets/ada"
        })
final class UserPasswordCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Who who;

    @Mixin
    private GivenPassword password;

    @Mixin
    private HousePort port;

    @Mixin
    private Sources sources;

    @Override
    public Integer call() {
        var errand = new Errand(spec, sources, port.asVariables());
        return switch (password.read(errand.machine())) {
            case GivenPassword.Given.Unreadable(String what) -> errand.usage(what);
            case GivenPassword.Given.Password(Secret secret) ->
                errand.run(desk -> who.find(errand, desk, person -> set(errand, desk, person, secret)));
            case GivenPassword.Given.None() ->
                errand.run(desk -> who.find(errand, desk, person -> {
                    hand(errand, person, desk.offerNewPassword().offer(person));
                    return Exit.DONE;
                }));
        };
    }

    private static int set(Errand errand, Desk desk, Person person, Secret secret) {
        return switch (desk.setPassword().set(person, secret)) {
            case SetPassword.Outcome.Done(int sessions) -> {
                errand.out()
                        .println(person.email() + " has a new password; " + UserCommand.counted(sessions) + " ended.");
                yield Exit.DONE;
            }
            case SetPassword.Outcome.WeakPassword(String objection) ->
                errand.usage("the password " + objection + "; nothing was changed.");
            case SetPassword.Outcome.NoSuchPerson() -> errand.finding(person.email() + " was just removed.");
            case SetPassword.Outcome.Busy() -> throw new IllegalStateException("nobody else hashes here");
        };
    }

    static void hand(Errand errand, Person person, Secret link) {
        errand.out()
                .println("Hand this link to " + person.email() + "; it is good once, for "
                        + OfferNewPassword.LIFE.toHours() + " hours:");
        errand.out().println("  " + link.reveal());
        if (!person.isActive()) {
            errand.out().println("The account is disabled; sallyport user enable " + person.email() + " opens it.");
        }
    }
}
