package dev.sallyport.app;

import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.page.Page;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows the applications that may ask for tokens, by id. */
@Command(name = "list", description = "The applications that may ask for tokens.", mixinStandardHelpOptions = true)
final class ClientListCommand implements Callable<Integer> {
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
            Page<Client> page = desk.stores().clients().list(paging.slice());
            if (!paging.printed(errand, page, Shown.Application::of)) {
                print(errand, page);
            }
            return Exit.DONE;
        });
    }

    private static void print(Errand errand, Page<Client> page) {
        if (page.items().isEmpty()) {
            errand.out().println("No client yet. Add one: sallyport client add ID --grant client_credentials");
            errand.out().println("or declare it in sallyport.yaml under clients.");
            return;
        }
        var table = new Table("ID", "STATE", "KIND", "SECRETS", "GRANTS", "FROM");
        page.items().stream()
                .map(Shown.Application::of)
                .forEach(client -> table.line(
                        client.clientId(),
                        client.enabled() ? "enabled" : "disabled",
                        client.isPublic() ? "public" : "confidential",
                        Integer.toString(client.secrets()),
                        String.join(",", client.grants()),
                        client.origin()));
        table.print(errand.out());
        Paging.more(errand, page);
    }
}
