package dev.sallyport.app;

import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.person.Person;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows who has an account, newest first. */
@Command(
        name = "list",
        description = "Who has an account, newest first.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  sallyport user list", "  sallyport user list --limit 200 --json"})
final class UserListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Paging paging;

    @Mixin
    private Sources sources;

    @Override
    public Integer call() {
        Errand errand = Errand.of(spec, sources);
        if (!paging.fits()) {
            return errand.usage("--limit is 1 to 200.");
        }
        return errand.run(desk -> {
            Page<Person> page = desk.stores().people().list(paging.slice());
            if (!paging.printed(errand, page, Shown.User::of)) {
                print(errand, page);
            }
            return Exit.DONE;
        });
    }

    private static void print(Errand errand, Page<Person> page) {
        if (page.items().isEmpty()) {
            errand.out().println("Nobody yet. Add somebody: sallyport user add EMAIL --role admin");
            return;
        }
        var table = new Table("EMAIL", "STATE", "ROLES", "CREATED", "ID");
        page.items().stream()
                .map(Shown.User::of)
                .forEach(user -> table.line(
                        user.email(),
                        user.emailVerified() ? user.state() : user.state() + ", unverified",
                        String.join(",", user.roles()),
                        user.createdAt(),
                        user.id()));
        table.print(errand.out());
        Paging.more(errand, page);
    }
}
