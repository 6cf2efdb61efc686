package dev.sallyport.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints which Sallyport this is, and on which Java it runs. */
@Command(name = "version", description = "Which Sallyport this is.")
final class VersionCommand implements Runnable, IVersionProvider {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().getOut().println(getVersion()[0]);
    }

    @Override
    public String[] getVersion() {
        return new String[] {"sallyport " + Version.here() + " (Java " + Runtime.version() + ")"};
    }
}
