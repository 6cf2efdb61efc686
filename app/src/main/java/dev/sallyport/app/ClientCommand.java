package dev.sallyport.app;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.client.ClientChanged;
import dev.sallyport.domain.client.EndOldSecret;
import dev.sallyport.domain.client.RotateClientSecret;
import dev.sallyport.kit.json.Json;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What an operator does about applications that ask for tokens. */
@Command(
        name = "client",
        description = {
            "Applications that ask for tokens, beside a running house or without one.",
            "Those that the configuration declares under clients are changed there."
        },
        subcommands = {
            ClientAddCommand.class,
            ClientInviteCommand.class,
            ClientListCommand.class,
            ClientShowCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sallyport client add shop --grant client_credentials --scope orders",
            "  sallyport client rotate-secret shop",
            "  sallyport client end-old-secret shop"
        })
final class ClientCommand {
    @Spec
    private CommandSpec spec;

    @Command(
            name = "disable",
            description = "Let a client in no more: it gets no tokens and refreshes none.",
            mixinStandardHelpOptions = true)
    int disable(@Mixin WhichClient which, @Mixin Sources sources) {
        Errand errand = Errand.of(spec, sources);
        return errand.run(desk -> which.find(
                errand,
                desk,
                client -> changed(
                        errand,
                        desk,
                        which,
                        desk.switchClient().turn(client.id(), false),
                        client.id() + " is disabled. Access tokens that are out run for up to "
                                + desk.configuration().tokens().access().toSeconds() + " s more.")));
    }

    @Command(name = "enable", description = "Let a disabled client in again.", mixinStandardHelpOptions = true)
    int enable(@Mixin WhichClient which, @Mixin Sources sources) {
        Errand errand = Errand.of(spec, sources);
        return errand.run(desk -> which.find(
                errand,
                desk,
                client -> changed(
                        errand,
                        desk,
                        which,
                        desk.switchClient().turn(client.id(), true),
                        client.id() + " is enabled.")));
    }

    @Command(
            name = "remove",
            description = "Forget a client. To keep it out and be able to let it in again, use disable.",
            mixinStandardHelpOptions = true)
    int remove(@Mixin WhichClient which, @Mixin Sources sources) {
        Errand errand = Errand.of(spec, sources);
        return errand.run(desk -> which.find(
                errand,
                desk,
                client -> changed(
                        errand, desk, which, desk.removeClient().remove(client.id()), client.id() + " is removed.")));
    }

    @Command(
            name = "rotate-secret",
            description = {
                "Make a new secret and show it, once. The one before stays good until end-old-secret ends it,",
                "or the next rotation does: at most two are good at once."
            },
            mixinStandardHelpOptions = true)
    int rotateSecret(
            @Mixin WhichClient which,
            @Option(names = "--json", description = "Print JSON.") boolean json,
            @Mixin Sources sources) {
        Errand errand = Errand.of(spec, sources);
        return errand.run(desk -> which.find(errand, desk, client -> switch (desk.rotateClientSecret()
                .rotate(client.id())) {
            case RotateClientSecret.Outcome.Rotated(Secret secret) -> {
                show(
                        errand,
                        client.id().value(),
                        secret,
                        json,
                        "The one before is good too, until: sallyport client end-old-secret " + client.id());
                yield Exit.DONE;
            }
            case RotateClientSecret.Outcome.Secretless() ->
                errand.finding(client.id() + " has no secret: it is public, or proves itself by a key.");
            case RotateClientSecret.Outcome.NoSuchClient() -> which.unknown(errand, desk);
            case RotateClientSecret.Outcome.Declared() -> which.declared(errand, desk);
        }));
    }

    @Command(
            name = "end-old-secret",
            description = "End the secret that the newest one replaced.",
            mixinStandardHelpOptions = true)
    int endOldSecret(@Mixin WhichClient which, @Mixin Sources sources) {
        Errand errand = Errand.of(spec, sources);
        return errand.run(desk ->
                which.find(errand, desk, client -> switch (desk.endOldSecret().end(client.id())) {
                    case EndOldSecret.Outcome.Ended() -> {
                        errand.out().println("Only the newest secret of " + client.id() + " is good now.");
                        yield Exit.DONE;
                    }
                    case EndOldSecret.Outcome.NothingOld() -> {
                        errand.out().println(client.id() + " has no old secret; nothing was changed.");
                        yield Exit.DONE;
                    }
                    case EndOldSecret.Outcome.NoSuchClient() -> which.unknown(errand, desk);
                    case EndOldSecret.Outcome.Declared() -> which.declared(errand, desk);
                }));
    }

    private static int changed(Errand errand, Desk desk, WhichClient which, ClientChanged outcome, String done) {
        return switch (outcome) {
            case ClientChanged.Done() -> {
                errand.out().println(done);
                yield Exit.DONE;
            }
            case ClientChanged.NoSuchClient() -> which.unknown(errand, desk);
            case ClientChanged.Declared() -> which.declared(errand, desk);
        };
    }

    /** Shows a fresh secret, this once. */
    static void show(Errand errand, String client, Secret secret, boolean json, String next) {
        var out = errand.out();
        if (json) {
            out.println(Json.text(Map.of("client_id", client, "client_secret", secret.reveal())));
            return;
        }
        out.println("The secret of " + client + ", shown this once and kept nowhere:");
        out.println("  " + secret.reveal());
        out.println(next);
    }
}
