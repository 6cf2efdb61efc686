package dev.sallyport.app;

import dev.sallyport.domain.person.Person;
import dev.sallyport.worker.privacy.ZipArchivist;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes everything that is kept about a person. */
@Command(
        name = "export",
        description = "Write everything that is kept about a person, files included, as one ZIP archive.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  sallyport user export ada@example.org --output ada.zip"})
final class UserExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Who who;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "Where the archive goes; a file that is not there yet.")
    private Path output;

    @Mixin
    private Sources sources;

    @Override
    public Integer call() {
        Errand errand = Errand.of(spec, sources);
        return errand.run(desk -> who.find(errand, desk, person -> write(errand, desk, person)));
    }

    private int write(Errand errand, Desk desk, Person person) {
        try (var out = Files.newOutputStream(output, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var holdings = desk.holdings();
            new ZipArchivist().write(out, archive -> {
                for (var holding : holdings) {
                    holding.tell(person, archive);
                }
            });
        } catch (FileAlreadyExistsException there) {
            return errand.usage(output + " is there already; name a file that is not.");
        } catch (IOException e) {
            return errand.finding("the archive could not be written to " + output + ": " + DataFolder.told(e));
        }
        errand.out().println("Everything that is kept about " + person.email() + " is in " + output + ".");
        return Exit.DONE;
    }
}
