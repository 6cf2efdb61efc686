package dev.sallyport.app;

import dev.sallyport.domain.Secret;
import dev.sallyport.gateway.tls.TlsConfiguration;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Opens the house and keeps it open until it is told to stop. */
@Command(
        name = "up",
        description = "Run the house; this is what happens without a command.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Options options;

    @Option(names = "--demo", description = "Add the account demo@example.org, for trying things out.")
    private boolean demo;

    @Override
    public Integer call() throws InterruptedException {
        return run(
                options,
                demo,
                Main.machine(spec),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
    }

    static int run(Options options, boolean demo, Machine machine, PrintWriter out, PrintWriter err)
            throws InterruptedException {
        Optional<Settings> settings = options.settings(machine, err);
        if (settings.isEmpty()) {
            return Exit.COULD_NOT_START;
        }
        House house = House.open(settings.get(), machine, demo);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("closing").unstarted(() -> end(house, out, err)));
        greet(out, settings.get().configuration(), house, demo);
        new CountDownLatch(1).await();
        return Exit.DONE;
    }

    /**
     * Finishes what has begun and ends the process. A machine that was told to stop by a signal would end with the signal's number
     * (143, 130), as if it had been cut off; who stopped in order says so by exit code 0, so this hook has the last word.
     */
    private static void end(House house, PrintWriter out, PrintWriter err) {
        out.println("Closing: finishing what has begun.");
        int code = Exit.DONE;
        try {
            house.close();
            out.println("Stopped.");
        } catch (RuntimeException e) {
            err.println("sallyport: not everything could be closed in order:");
            e.printStackTrace(err);
            code = Exit.FINDINGS;
        }
        out.flush();
        err.flush();
        Runtime.getRuntime().halt(code);
    }

    private static void greet(PrintWriter out, Configuration configuration, House house, boolean demo) {
        out.println();
        out.println("  Sallyport is ready: " + house.publicUrl());
        house.certificates()
                .filter(kept -> configuration.gateway().tls().mode() == TlsConfiguration.Mode.SELF_SIGNED)
                .ifPresent(kept -> out.println("  Its certificate is its own. SHA-256:\n    " + kept.fingerprint()));
        house.monitorPort().ifPresent(port -> out.println("  Monitor:            http://127.0.0.1:" + port));
        house.monitorPort()
                .filter(port -> configuration.mail().smtp().isEmpty())
                .ifPresent(port -> out.println("  Mailbox:            http://127.0.0.1:" + port + "/mailbox"));
        out.println(
                "  Data:               " + configuration.data().toAbsolutePath().normalize());
        house.welcome().created().ifPresent(email -> out.println("  Administrator:      " + email));
        house.welcome()
                .setUpLink()
                .map(Secret::reveal)
                .ifPresent(link -> out.println("  No administrator yet. Make one, once, at:\n    " + link));
        if (demo) {
            out.println("  DEMO account:       " + FirstPeople.DEMO_EMAIL + " / " + FirstPeople.DEMO_PASSWORD
                    + "  (never do this on a real house)");
        }
        out.println("  Stop with Ctrl-C.");
        out.println();
        out.flush();
    }
}
