package dev.sallyport.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Reads the configuration and tells every mistake at once. */
@Command(
        name = "check",
        description = "Tell every mistake of the configuration: key, value and what is allowed.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Options options;

    @Override
    public Integer call() {
        var line = spec.commandLine();
        if (options.settings(Main.machine(spec), line.getErr()).isEmpty()) {
            return Exit.FINDINGS;
        }
        line.getOut().println("The configuration is in order.");
        return Exit.DONE;
    }
}
