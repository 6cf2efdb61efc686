package dev.sallyport.app;

import dev.sallyport.kit.json.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows one client, all but its secrets. */
@Command(name = "show", description = "One client, all but its secrets.", mixinStandardHelpOptions = true)
final class ClientShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private WhichClient which;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private Sources sources;

    @Override
    public Integer call() {
        Errand errand = Errand.of(spec, sources);
        return errand.run(desk -> which.find(errand, desk, client -> {
            var shown = Shown.Application.of(client);
            if (json) {
                errand.out().println(Json.text(shown));
            } else {
                print(errand, shown);
            }
            return Exit.DONE;
        }));
    }

    private static void print(Errand errand, Shown.Application client) {
        var out = errand.out();
        out.println(client.clientId() + (client.name().equals(client.clientId()) ? "" : "  (" + client.name() + ")"));
        out.println("  state          " + (client.enabled() ? "enabled" : "disabled"));
        out.println("  kind           " + (client.isPublic() ? "public, without a secret" : "confidential"));
        out.println("  good secrets   " + client.secrets());
        out.println("  grants         " + words(client.grants()));
        out.println("  scopes         " + words(client.scopes()));
        out.println("  redirect URIs  " + words(client.redirectUris()));
        out.println("  refresh token  " + (client.refreshInCookie() ? "in a cookie" : "in the answer"));
        out.println("  from           " + client.origin());
        out.println("  created        " + client.createdAt());
    }

    private static String words(List<String> words) {
        return words.isEmpty() ? "-" : String.join(" ", words);
    }
}
