package dev.sallyport.app;

import dev.sallyport.domain.Secret;
import dev.sallyport.storage.sql.DatabaseSettings;
import dev.sallyport.storage.sql.DatabaseUnavailable;
import dev.sallyport.storage.sql.MoveToPostgres;
import dev.sallyport.storage.sql.MoveToPostgres.Count;
import dev.sallyport.storage.sql.MoveToPostgres.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Moves a living installation from its file to a server. */
@Command(
        name = "migrate",
        description = {
            "Move everything that the house keeps from SQLite to PostgreSQL. The house must be stopped; the target must be empty.",
            "Every row is read back and compared before anything is kept, and whatever breaks it off leaves the target empty. The SQLite",
            "file stays as it is."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sallyport migrate sqlite postgresql --to postgresql://sallyport@db:5432/sallyport --to-password-file db.password",
            "  sallyport migrate sqlite postgresql        (to the database that the configuration names already)"
        })
final class MigrateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "sqlite", description = "From where: sqlite.")
    private String from;

    @Parameters(index = "1", paramLabel = "postgresql", description = "Where to: postgresql.")
    private String to;

    @Option(
            names = "--to",
            paramLabel = "URL",
            description = "The target: postgresql://user@host:port/name; by default the database of the configuration.")
    private String url;

    @Option(names = "--to-password-file", paramLabel = "FILE", description = "The file that holds its password.")
    private Path passwordFile;

    @Mixin
    private Sources sources;

    @Override
    public Integer call() {
        Errand errand = Errand.of(spec, sources);
        if (!from.equals("sqlite") || !to.equals("postgresql")) {
            return errand.usage(
                    "from " + from + " to " + to + " is no way that is known; there is one: sqlite postgresql.");
        }
        Optional<Settings> settings = sources.settings(errand.machine(), errand.options(), errand.err());
        if (settings.isEmpty()) {
            return Exit.COULD_NOT_START;
        }
        Path data = settings.get().configuration().data();
        Path file = data.resolve("sallyport.db");
        if (!Files.exists(file)) {
            return errand.finding(
                    "there is no " + file.toAbsolutePath().normalize() + " to move.", "Name its folder by --data.");
        }
        Optional<DatabaseSettings.Postgresql> target = target(errand, settings.get());
        if (target.isEmpty()) {
            return Exit.USAGE;
        }
        DataFolder folder = DataFolder.hold(data);
        try {
            return move(errand, file, target.get());
        } catch (DatabaseUnavailable e) {
            return errand.finding(e.getMessage());
        } finally {
            folder.close();
        }
    }

    private Optional<DatabaseSettings.Postgresql> target(Errand errand, Settings settings) {
        if (url == null) {
            if (settings.database() instanceof DatabaseSettings.Postgresql configured) {
                return Optional.of(configured);
            }
            errand.usage("say where to: --to postgresql://user@host:port/name.");
            return Optional.empty();
        }
        if (url.matches("[a-z]+://[^@/]*:[^@/]*@.*")) {
            errand.usage(
                    "a password in an argument can be read by every user of this machine.",
                    "Put it into a file: --to-password-file FILE.");
            return Optional.empty();
        }
        Optional<Secret> password = Optional.empty();
        if (passwordFile != null) {
            try {
                password = Optional.of(Secret.of(Files.readString(passwordFile).strip()));
            } catch (IOException e) {
                errand.usage("the password cannot be read from " + passwordFile + ": " + DataFolder.told(e));
                return Optional.empty();
            }
        }
        if (DatabaseSettings.parse(url, settings.configuration().data(), password)
                        instanceof DatabaseSettings.Parsed.Valid(var parsed)
                && parsed instanceof DatabaseSettings.Postgresql postgresql) {
            return Optional.of(postgresql);
        }
        errand.usage(url + " is no PostgreSQL database; it is written postgresql://user@host:port/name.");
        return Optional.empty();
    }

    private int move(Errand errand, Path file, DatabaseSettings.Postgresql target) {
        long begun = errand.machine().nanos().getAsLong();
        errand.out().println("From " + file.toAbsolutePath().normalize() + "\nto   " + target);
        Outcome outcome = new MoveToPostgres(file, target).move((what, table, done, all) -> {
            if (all > 0) {
                errand.out().printf("  %-10s %-20s %,12d of %,d%n", what, table, done, all);
                errand.out().flush();
            }
        });
        return switch (outcome) {
            case Outcome.Moved(var tables) -> {
                long rows = tables.stream().mapToLong(Count::rows).sum();
                long seconds = (errand.machine().nanos().getAsLong() - begun) / 1_000_000_000;
                errand.out()
                        .printf(
                                "%,d rows in %d tables are moved and compared, in %d s.%n",
                                rows, tables.size(), seconds);
                errand.out()
                        .println("Now set  database: " + target
                                + "  and start the house. Its data folder stays in use: it holds the");
                errand.out()
                        .println("master key and the files. " + file
                                + " is as it was; remove it when you do not want to go back.");
                yield Exit.DONE;
            }
            case Outcome.Taken(var tables) ->
                errand.finding(
                        target + " holds something already: " + String.join(", ", tables) + ". Nothing was changed.",
                        "Name an empty database, or empty this one: DROP DATABASE …; CREATE DATABASE …");
            case Outcome.Unstorable(var table, var row) ->
                errand.finding(
                        "in " + table + " the row with " + row
                                + " has the character U+0000, which PostgreSQL cannot keep. Nothing was" + " changed.",
                        "Take it out of the file by hand, or remove the row, and migrate again.");
            case Outcome.Different(var table, var row) ->
                errand.finding(
                        "in " + table + " the row with " + row
                                + " did not come back from PostgreSQL as it was. Nothing was kept.",
                        "Please report it; the house goes on working on SQLite.");
        };
    }
}
