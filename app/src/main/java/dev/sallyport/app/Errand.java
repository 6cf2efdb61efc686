package dev.sallyport.app;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Model.CommandSpec;

/**
 * One command at the {@link Desk}: where it reads its settings, and where it says what it did.
 *
 * @param options further variables of the configuration, which win over those of the environment
 */
record Errand(CommandSpec spec, Sources sources, Map<String, String> options) {
    static Errand of(CommandSpec spec, Sources sources) {
        return new Errand(spec, sources, Map.of());
    }

    /** Opens the desk for as long as {@code work} lasts; the answer is the exit code. */
    int run(ToIntFunction<Desk> work) {
        Optional<Settings> settings = sources.settings(machine(), options, err());
        if (settings.isEmpty()) {
            return Exit.COULD_NOT_START;
        }
        try (Desk desk = Desk.open(settings.get(), machine())) {
            return work.applyAsInt(desk);
        }
    }

    Machine machine() {
        return Main.machine(spec);
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Says what is wrong and what would be right; the answer is {@link Exit#FINDINGS}. */
    int finding(String what, String... advice) {
        return told(Exit.FINDINGS, what, advice);
    }

    /** Says what of the command cannot be; the answer is {@link Exit#USAGE}. */
    int usage(String what, String... advice) {
        return told(Exit.USAGE, what, advice);
    }

    private int told(int exit, String what, String... advice) {
        err().println("sallyport: " + what);
        for (String line : advice) {
            err().println("  " + line);
        }
        return exit;
    }
}
