package dev.sallyport.app;

import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.kit.json.Suggestion;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Parameters;

/** The client that a command is about. */
final class WhichClient {
    @Parameters(index = "0", paramLabel = "ID", description = "The client's id.")
    private String typed;

    /** Finds the client for {@code work}, or says which may have been meant. */
    int find(Errand errand, Desk desk, ToIntFunction<Client> work) {
        Optional<Client> found = id().flatMap(desk.stores().clients()::byId);
        return found.isPresent() ? work.applyAsInt(found.get()) : unknown(errand, desk);
    }

    int unknown(Errand errand, Desk desk) {
        List<String> some = desk.stores().clients().list(Slice.first(Slice.MOST)).items().stream()
                .map(client -> client.id().value())
                .toList();
        String advice = Suggestion.nearest(typed, some)
                .map(near -> "Did you mean " + near + "?")
                .orElse("sallyport client list shows those that are here.");
        return errand.finding("there is no client " + typed + ".", advice);
    }

    /** Says who is the master of a client that a command cannot change. */
    int declared(Errand errand, Desk desk) {
        String file = errand.sources()
                .file(errand.machine())
                .map(path -> path.toAbsolutePath().normalize().toString())
                .orElse("the configuration of the house");
        boolean still = desk.configuration().clients().stream()
                .anyMatch(client -> client.id().value().equals(typed));
        return still
                ? errand.finding(
                        "the client " + typed + " is declared in " + file + " under clients; nothing was changed.",
                        "Change it there; it is read at every start.")
                : errand.finding(
                        "the client " + typed + " was declared in a configuration, but is not in " + file
                                + "; nothing was changed.",
                        "It goes at the next start of a house with that configuration; --config names another.");
    }

    private Optional<ClientId> id() {
        try {
            return Optional.of(new ClientId(typed));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }
}
