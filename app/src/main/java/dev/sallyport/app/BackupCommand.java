package dev.sallyport.app;

import dev.sallyport.storage.sql.Backup;
import dev.sallyport.storage.sql.DatabaseUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a copy of the database. */
@Command(
        name = "backup",
        description = {
            "Write a copy of the database into one file, while the house runs, and read it back. On PostgreSQL by pg_dump.",
            "The master key and uploaded files are not in it; the command says where they are."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  sallyport backup --output /backup/sallyport-2026-11-26.db"})
final class BackupCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "Where the copy goes; a file that is not there yet.")
    private Path output;

    @Mixin
    private Sources sources;

    @Override
    public Integer call() {
        Errand errand = Errand.of(spec, sources);
        Optional<Settings> settings = sources.settings(errand.machine(), errand.options(), errand.err());
        if (settings.isEmpty()) {
            return Exit.COULD_NOT_START;
        }
        if (Files.exists(output)) {
            return errand.usage(output + " is there already; name a file that is not.");
        }
        try {
            backup(errand.machine(), settings.get()).write(output.toAbsolutePath());
            errand.out()
                    .printf(
                            "The database is in %s (%,d KiB), read back and whole.%n",
                            output, (Files.size(output) + 1023) >> 10);
        } catch (DatabaseUnavailable e) {
            return errand.finding(e.getMessage());
        } catch (IOException e) {
            return errand.finding("the copy " + output + " cannot be read: " + DataFolder.told(e));
        }
        Configuration configuration = settings.get().configuration();
        errand.out().println("NOT in it, to be copied too:");
        errand.out()
                .println("  the master key  "
                        + configuration.masterKey().toAbsolutePath().normalize()
                        + "  (keep it elsewhere; without it the copy is of no use)");
        errand.out()
                .println("  uploaded files  "
                        + settings.get()
                                .bucket()
                                .map(bucket -> "the bucket of files.s3")
                                .orElseGet(() ->
                                        configuration.data().toAbsolutePath().normalize() + "/files, …/uploads"));
        return Exit.DONE;
    }

    static Backup backup(Machine machine, Settings settings) {
        return Backup.of(settings.database(), machine.environment().getOrDefault("PATH", ""));
    }
}
