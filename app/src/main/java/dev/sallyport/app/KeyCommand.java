package dev.sallyport.app;

import dev.sallyport.domain.key.SigningKey;
import dev.sallyport.domain.token.Algorithm;
import dev.sallyport.kit.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What an operator does about the keys that sign tokens. */
@Command(
        name = "key",
        description = "The keys that sign tokens, beside a running house or without one.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  sallyport key list", "  sallyport key rotate", "  sallyport key rotate --algorithm EdDSA"})
final class KeyCommand {
    @Spec
    private CommandSpec spec;

    @Command(
            name = "list",
            description = {
                "The published keys, oldest first. A key waits until everybody may know it, then signs,",
                "then verifies what it signed until the last such token has run out."
            },
            mixinStandardHelpOptions = true)
    int list(@Option(names = "--json", description = "Print JSON.") boolean json, @Mixin Sources sources) {
        Errand errand = Errand.of(spec, sources);
        return errand.run(desk -> {
            List<Shown.Key> keys = desk.stores().keys().published(desk.now()).stream()
                    .map(key -> Shown.Key.of(key, desk.now()))
                    .toList();
            if (json) {
                errand.out().println(Json.text(new Shown.Items<>(keys, Optional.empty())));
            } else {
                print(errand, keys);
            }
            return Exit.DONE;
        });
    }

    private static void print(Errand errand, List<Shown.Key> keys) {
        if (keys.isEmpty()) {
            errand.out().println("No key yet. The house makes one when it starts; so does: sallyport key rotate");
            return;
        }
        var table = new Table("ID", "ALGORITHM", "STATE", "SIGNS FROM", "SIGNS UNTIL", "LEAVES");
        keys.forEach(key -> table.line(
                key.id(),
                key.algorithm(),
                key.state(),
                key.signsFrom(),
                key.signsUntil().orElse("-"),
                key.leavesAt().orElse("-")));
        table.print(errand.out());
    }

    @Command(
            name = "rotate",
            description = {
                "Bring in a new signing key without a failed verification: it is published at once,",
                "signs ten minutes later, and the one before stays published until its last token has run out."
            },
            mixinStandardHelpOptions = true)
    int rotate(
            @Option(
                            names = "--algorithm",
                            paramLabel = "ALG",
                            description = "ES256, EdDSA, RS256, PS256 or ML-DSA-65; tokens.algorithm by default.")
                    String name,
            @Option(names = "--json", description = "Print JSON.") boolean json,
            @Mixin Sources sources) {
        Errand errand = Errand.of(spec, sources);
        if (name != null && Algorithm.of(name).isEmpty()) {
            return errand.usage(
                    "there is no algorithm " + name + ".",
                    "It must be one of "
                            + Arrays.stream(Algorithm.values())
                                    .map(Algorithm::joseName)
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        return errand.run(desk -> {
            Algorithm usual = desk.configuration().tokens().algorithm();
            SigningKey key = desk.rotateKeys()
                    .rotate(Optional.ofNullable(name).flatMap(Algorithm::of).orElse(usual));
            if (json) {
                errand.out().println(Json.text(Shown.Key.of(key, desk.now())));
            } else {
                tell(errand, desk, key, usual);
            }
            return Exit.DONE;
        });
    }

    private static void tell(Errand errand, Desk desk, SigningKey key, Algorithm usual) {
        var out = errand.out();
        out.println("The new key " + key.id() + " (" + key.algorithm().joseName() + ") is published now.");
        if (key.algorithm() != usual) {
            out.println("Tokens are signed by " + usual.joseName() + "; it signs once tokens.algorithm says "
                    + key.algorithm().joseName() + ".");
        } else {
            out.println("It signs from " + Shown.moment(key.signsFrom()) + ".");
        }
        desk.stores().keys().published(key.algorithm(), desk.now()).stream()
                .filter(older -> !older.id().equals(key.id()))
                .forEach(older -> out.println("The key " + older.id() + " signs until "
                        + Shown.moment(older.signsUntil()) + " and stays published until "
                        + Shown.moment(older.leaves())
                        + "."));
        out.println("A running house notices within 30 s.");
    }
}
