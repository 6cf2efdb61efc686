package dev.sallyport.app;

import dev.sallyport.domain.key.RotateKeys;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.storage.sql.Backup;
import dev.sallyport.storage.sql.Backup.Found;
import dev.sallyport.storage.sql.DatabaseUnavailable;
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

/** Puts a copy of the database back. */
@Command(
        name = "restore",
        description = {
            "Put a copy that sallyport backup has written in the place of the database. The house must be stopped, and its master key",
            "must be there. The copy is read whole before anything is changed, and what is there is replaced at once or not at all."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  sallyport restore /backup/sallyport-2026-11-26.db --force"})
final class RestoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The copy.")
    private Path file;

    @Option(names = "--force", description = "Replace what the database holds now.")
    private boolean force;

    @Mixin
    private Sources sources;

    @Override
    public Integer call() {
        Errand errand = Errand.of(spec, sources);
        Optional<Settings> settings = sources.settings(errand.machine(), errand.options(), errand.err());
        if (settings.isEmpty()) {
            return Exit.COULD_NOT_START;
        }
        Configuration configuration = settings.get().configuration();
        Path key = configuration.masterKey().toAbsolutePath().normalize();
        if (!Files.isReadable(file)) {
            return errand.usage("there is no file " + file + " that can be read.");
        }
        if (!Files.exists(key)) {
            return errand.finding(
                    "the master key " + key + " is not there.",
                    "Put it back first: without the key of the copied installation the copy is of no use.");
        }
        DataFolder folder = DataFolder.hold(configuration.data());
        try {
            Sealer sealer = DataFolder.masterKey(key, errand.machine().random());
            return restore(errand, BackupCommand.backup(errand.machine(), settings.get()), sealer, key);
        } catch (DatabaseUnavailable e) {
            return errand.finding(e.getMessage());
        } finally {
            folder.close();
        }
    }

    private int restore(Errand errand, Backup backup, Sealer sealer, Path key) {
        return switch (backup.look(file.toAbsolutePath())) {
            case Found.Useless(String why) -> errand.finding("the file " + file + " " + why + ". Nothing was changed.");
            case Found.Whole(var sealed)
            when !sealed.stream()
                    .allMatch(one -> sealer.open(RotateKeys.PURPOSE, one).isPresent()) ->
                errand.finding(
                        "the master key " + key + " is not the one that " + file
                                + " was sealed with. Nothing was changed.",
                        "Put the key that belongs to the copy there.");
            case Found.Whole _
            when !force && backup.holdsSomething() ->
                errand.finding(
                        "the database is there already. Nothing was changed.",
                        "Say --force to replace it by " + file + ".");
            case Found.Whole _ -> {
                String before = backup.put(file.toAbsolutePath());
                errand.out().println("The database is as it was when " + file + " was written.");
                if (!before.isEmpty()) {
                    errand.out().println(before);
                }
                yield Exit.DONE;
            }
        };
    }
}
