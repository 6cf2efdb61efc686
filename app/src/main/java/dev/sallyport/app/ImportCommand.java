package dev.sallyport.app;

import dev.sallyport.app.imports.Came;
import dev.sallyport.app.imports.Findings;
import dev.sallyport.app.imports.KeycloakImport;
import dev.sallyport.app.imports.PeopleTable;
import dev.sallyport.app.imports.Progress;
import dev.sallyport.app.imports.Provider;
import dev.sallyport.app.imports.RoleNames;
import dev.sallyport.app.imports.Unreadable;
import dev.sallyport.domain.arrival.ReceivePeople;
import dev.sallyport.domain.person.Role;
import dev.sallyport.storage.sql.DatabaseUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings in people and clients of another program. */
@Command(
        name = "import",
        description = "Bring in people, with the passwords they have, and clients of another program.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sallyport import keycloak realm.json --dry-run --report left.jsonl",
            "  sallyport import keycloak acme-realm.json acme-users-*.json --role staff=editor",
            "  sallyport import users people.csv"
        })
final class ImportCommand {
    private static final String AGAIN = "What came in stays; run it again for the rest.";

    @Spec
    private CommandSpec spec;

    /** How an import is done. */
    static final class Manner {
        @Option(names = "--dry-run", description = "Say what would come of it, and change nothing.")
        private boolean dryRun;

        @Option(
                names = "--report",
                paramLabel = "FILE",
                description = "Write everything that is not taken into this new file, one JSON object a line.")
        private Path report;

        @Option(
                names = "--role",
                paramLabel = "THERE=HERE",
                description = {
                    "Who holds that role there holds this one here; may be repeated. THERE is a role of the realm,",
                    "CLIENT/ROLE or /GROUP. Nobody becomes admin unless this says so."
                })
        private Map<String, String> roles = new HashMap<>();
    }

    @Command(
            name = "keycloak",
            description = {
                "A realm as kc.sh export writes it: in one file, or the files of a folder together.",
                "Who is here already is left alone, so it may be run again. Exit code 1: something was not taken."
            },
            mixinStandardHelpOptions = true)
    int keycloak(
            @Parameters(paramLabel = "FILE", arity = "1..*", description = "The realm's file, or files.")
                    List<Path> files,
            @Mixin Manner manner,
            @Mixin Sources sources) {
        Errand errand = Errand.of(spec, sources);
        return run(errand, files, manner, (desk, roles, findings, progress) -> {
            var realm = new KeycloakImport(
                    roles,
                    providers(desk),
                    findings,
                    progress,
                    errand.machine().random(),
                    desk.now().truncatedTo(ChronoUnit.MILLIS));
            KeycloakImport.Survey survey = realm.survey(files);
            errand.err().println(survey.users() + " users of the realm " + survey.realm());
            if (manner.dryRun) {
                var doors = new KeycloakImport.Doors(desk.stores().arrivals()::foresee, desk.importClient()::foresee);
                return told(errand, true, realm.bring(files, survey, doors));
            }
            ReceivePeople.Reception reception = desk.receivePeople().begin("keycloak");
            var doors = new KeycloakImport.Doors(reception::receive, desk.importClient()::bring);
            KeycloakImport.Result result = realm.bring(files, survey, doors);
            reception.end(result.people().counts());
            return told(errand, false, result);
        });
    }

    @Command(
            name = "users",
            description = {
                "People of a table as text (CSV, RFC 4180, UTF-8), the first line of which names its columns:",
                "email, and where there are: id, name, password_hash, email_verified, roles, created_at.",
                "Who is here already is left alone, so it may be run again. Exit code 1: something was not taken."
            },
            mixinStandardHelpOptions = true)
    int users(
            @Parameters(paramLabel = "FILE", description = "The table.") Path file,
            @Mixin Manner manner,
            @Mixin Sources sources) {
        Errand errand = Errand.of(spec, sources);
        return run(errand, List.of(file), manner, (desk, roles, findings, progress) -> {
            var table = new PeopleTable(
                    roles,
                    findings,
                    progress,
                    errand.machine().random(),
                    desk.now().truncatedTo(ChronoUnit.MILLIS));
            if (manner.dryRun) {
                return table.bring(file, desk.stores().arrivals()::foresee);
            }
            ReceivePeople.Reception reception = desk.receivePeople().begin("csv");
            Came came = table.bring(file, reception::receive);
            reception.end(came.counts());
            return came;
        });
    }

    private static List<Provider> providers(Desk desk) {
        return desk.upstreams().stream()
                .map(upstream -> new Provider(
                        upstream.id(), upstream.label(), upstream.speech().issuer()))
                .toList();
    }

    private static Came told(Errand errand, boolean dryRun, KeycloakImport.Result result) {
        errand.out()
                .println((dryRun ? "Clients that would be added: " : "Clients added: ") + result.clientsAdded()
                        + ", here already: " + result.clientsHere() + ".");
        return result.people();
    }

    private interface Work {
        Came with(Desk desk, RoleNames roles, Findings findings, Progress progress) throws IOException, Unreadable;
    }

    private static int run(Errand errand, List<Path> files, Manner manner, Work work) {
        for (Path file : files) {
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                return errand.usage(file + " is no file that can be read.");
            }
        }
        Map<String, Role> roles = new HashMap<>();
        for (var said : manner.roles.entrySet()) {
            try {
                roles.put(said.getKey(), new Role(said.getValue()));
            } catch (IllegalArgumentException notOne) {
                return errand.usage(
                        "--role " + said.getKey() + "=" + said.getValue() + ": " + notOne.getMessage() + ".");
            }
        }
        return errand.run(desk -> {
            try (Findings findings = Findings.open(Optional.ofNullable(manner.report))) {
                var progress = new Progress(errand.err(), errand.machine().nanos());
                Came came = work.with(desk, new RoleNames(roles), findings, progress);
                ReceivePeople.Counts counts = came.counts();
                errand.out()
                        .println((manner.dryRun ? "People who would be added: " : "People added: ") + counts.added()
                                + ", here already: " + counts.here() + ", not taken: " + counts.refused() + ".");
                findings.print(errand.out());
                came.hashesLike().ifPresent(like -> {
                    errand.out()
                            .println("Old hashes are replaced as people sign in. Until then how long a wrong password"
                                    + " takes tells who has one; to hide it:");
                    errand.out().println("  accounts: { password: { imported_like: \"" + like + "\" } }");
                });
                return findings.lost() == 0 ? Exit.DONE : Exit.FINDINGS;
            } catch (Unreadable e) {
                return errand.finding(e.getMessage());
            } catch (FileAlreadyExistsException there) {
                return errand.usage("the report " + manner.report + " is there already; name a file that is not.");
            } catch (IOException e) {
                return errand.finding("it broke off: " + DataFolder.told(e), AGAIN);
            } catch (DatabaseUnavailable | UncheckedIOException e) {
                return errand.finding("it broke off: " + e.getMessage(), AGAIN);
            }
        });
    }
}
