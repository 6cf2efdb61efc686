package dev.sallyport.app;

import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.session.Session;
import dev.sallyport.kit.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows one account and where it is signed in. */
@Command(name = "show", description = "One account, and where it is signed in.", mixinStandardHelpOptions = true)
final class UserShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Who who;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private Sources sources;

    private record SignedIn(String id, String kind, String device, String since, String lastSeen) {
        static SignedIn of(Session session) {
            return new SignedIn(
                    session.id().toString(),
                    session.kind().name().toLowerCase(Locale.ROOT),
                    session.device(),
                    Shown.moment(session.created()),
                    Shown.moment(session.lastSeen()));
        }
    }

    private record Account(Shown.User user, List<SignedIn> sessions) {}

    @Override
    public Integer call() {
        Errand errand = Errand.of(spec, sources);
        return errand.run(desk -> who.find(errand, desk, person -> {
            show(errand, account(desk, person));
            return Exit.DONE;
        }));
    }

    private static Account account(Desk desk, Person person) {
        List<SignedIn> sessions = desk.stores().sessions().live(person.id(), desk.now()).stream()
                .map(SignedIn::of)
                .toList();
        return new Account(Shown.User.of(person), sessions);
    }

    private void show(Errand errand, Account account) {
        var out = errand.out();
        if (json) {
            out.println(Json.text(account));
            return;
        }
        Shown.User user = account.user();
        out.println(user.email() + (user.emailVerified() ? "" : "  (not verified)"));
        out.println("  id       " + user.id());
        out.println("  name     " + (user.name().isEmpty() ? "-" : user.name()));
        out.println("  state    " + user.state());
        out.println("  roles    " + (user.roles().isEmpty() ? "-" : String.join(", ", user.roles())));
        out.println("  created  " + user.createdAt());
        out.println("  " + (account.sessions().isEmpty() ? "signed in nowhere" : "signed in:"));
        account.sessions()
                .forEach(session -> out.println("    since " + session.since() + ", last seen " + session.lastSeen()
                        + ", " + session.kind() + ", " + session.device()));
    }
}
