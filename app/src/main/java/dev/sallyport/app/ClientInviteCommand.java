package dev.sallyport.app;

import dev.sallyport.domain.Secret;
import dev.sallyport.kit.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes initial access tokens, by which applications register themselves where {@code registration.clients} is {@code token}. */
@Command(
        name = "invite",
        description = {
            "Make initial access tokens and show them, once. Each lets one application register itself at",
            "/oauth2/register, where the configuration says registration: { clients: token }."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  sallyport client invite", "  sallyport client invite --count 5 --days 30 --json"})
final class ClientInviteCommand implements Callable<Integer> {
    private static final int MOST = 100;
    private static final int LONGEST = 365;

    @Spec
    private CommandSpec spec;

    @Option(names = "--count", paramLabel = "N", description = "How many: 1 to 100; one by default.")
    private int count = 1;

    @Option(names = "--days", paramLabel = "N", description = "How long they are good: 1 to 365; seven by default.")
    private int days = 7;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private Sources sources;

    @Override
    public Integer call() {
        Errand errand = Errand.of(spec, sources);
        if (count < 1 || count > MOST || days < 1 || days > LONGEST) {
            return errand.usage("--count is 1 to " + MOST + " and --days 1 to " + LONGEST + ".");
        }
        return errand.run(desk -> {
            var tokens = new ArrayList<String>();
            for (int i = 0; i < count; i++) {
                Secret token = desk.inviteClient().invite(Duration.ofDays(days));
                tokens.add(token.reveal());
            }
            tell(errand, tokens);
            return Exit.DONE;
        });
    }

    private void tell(Errand errand, List<String> tokens) {
        if (json) {
            errand.out().println(Json.text(Map.of("initial_access_tokens", tokens)));
            return;
        }
        errand.out().println("Good for one registration each, for " + days + " days; shown this once:");
        tokens.forEach(token -> errand.out().println("  " + token));
    }
}
