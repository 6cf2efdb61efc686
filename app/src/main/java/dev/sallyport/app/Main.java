package dev.sallyport.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sallyport.kit.telemetry.Logging;
import java.io.PrintWriter;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The command line. Without a command it is {@code up}. */
@Command(
        name = "sallyport",
        description = "The front door of a web product: sign-in, tokens, gateway.",
        subcommands = {
            UpCommand.class,
            CheckCommand.class,
            RoutesCommand.class,
            DoctorCommand.class,
            UserCommand.class,
            ClientCommand.class,
            KeyCommand.class,
            AuditCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            MigrateCommand.class,
            ProfileCommand.class,
            RehearseCommand.class,
            VersionCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:findings, such as mistakes in the configuration",
            "2:the command was not understood",
            "3:could not start"
        })
final class Main {
    private static final String NAMES_KEPT = "networkaddress.cache.ttl";

    private final Machine machine;

    private Main(Machine machine) {
        this.machine = machine;
    }

    /** Processes come and go behind the names of services; the Java machine would keep their addresses for 30 s. */
    private static void namesAreLookedUpOften() {
        if (Security.getProperty(NAMES_KEPT) == null) {
            Security.setProperty(NAMES_KEPT, "3");
        }
    }

    public static void main(String[] args) {
        System.setProperty(Logging.FORMAT, System.getenv().getOrDefault("SALLYPORT_LOG", "text"));
        // A handshake costs the server more than the client: one for each connection (T43). Read when TLS is first
        // used.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        // Its events would have the flight recorder made ready at every start, for recordings that are rarely asked
        // for.
        System.setProperty("io.netty.jfr.enabled", "false");
        namesAreLookedUpOften();
        int code = run(
                args,
                Machine.real(),
                new PrintWriter(System.out, true, UTF_8),
                new PrintWriter(System.err, true, UTF_8));
        System.exit(code);
    }

    /** Runs one command; the answer is the exit code. */
    static int run(String[] args, Machine machine, PrintWriter out, PrintWriter err) {
        return PlainStart.read(List.of(args))
                .map(start -> up(start, machine, out, err))
                .orElseGet(() -> parsed(args, machine, out, err));
    }

    private static int up(PlainStart start, Machine machine, PrintWriter out, PrintWriter err) {
        try {
            return UpCommand.run(start.options(), start.demo(), machine, out, err);
        } catch (RuntimeException | InterruptedException problem) {
            return explain(problem, err);
        }
    }

    private static int parsed(String[] args, Machine machine, PrintWriter out, PrintWriter err) {
        return new CommandLine(new Main(machine))
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((problem, line, parsed) -> explain(problem, err))
                .execute(withDefault(args));
    }

    /** The machine that the command line of {@code spec} runs on. */
    static Machine machine(CommandSpec spec) {
        return ((Main) spec.root().userObject()).machine;
    }

    private static String[] withDefault(String[] args) {
        boolean named = args.length > 0
                && (!args[0].startsWith("-")
                        || List.of("-h", "--help", "-V", "--version").contains(args[0]));
        if (named) {
            return args;
        }
        var all = new ArrayList<String>();
        all.add("up");
        all.addAll(List.of(args));
        return all.toArray(String[]::new);
    }

    private static int explain(Exception problem, PrintWriter err) {
        if (problem instanceof CannotStart reason) {
            err.println("sallyport: " + reason.getMessage());
            reason.advice().forEach(line -> err.println("  " + line));
        } else {
            err.println("sallyport: a mistake of the program itself; please report it with these lines:");
            problem.printStackTrace(err);
        }
        return Exit.COULD_NOT_START;
    }
}
