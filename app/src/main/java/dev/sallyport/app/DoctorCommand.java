package dev.sallyport.app;

import dev.sallyport.app.doctor.Check;
import dev.sallyport.app.doctor.Doctor;
import dev.sallyport.app.doctor.JsonReport;
import dev.sallyport.app.doctor.Manner;
import dev.sallyport.app.doctor.Report;
import dev.sallyport.app.doctor.SarifReport;
import dev.sallyport.app.doctor.Site;
import dev.sallyport.app.doctor.TextReport;
import dev.sallyport.domain.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Examines a running deployment from outside, this product's or any other's. */
@Command(
        name = "doctor",
        description = "Examine a running deployment from outside: headers, cookies, TLS, gates, keys, limits.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:examined, and nothing is wrong",
            "1:findings (those of severity info do not count)",
            "2:the command was not understood",
            "3:it could not be reached, or a check could not run"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sallyport doctor https://id.example.org",
            "  sallyport doctor https://id.example.org --sarif > doctor.sarif",
            "  sallyport doctor https://localhost:8443 --insecure --only csp,cookies --page /sign-in"
        })
final class DoctorCommand implements Callable<Integer> {
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Set<String> OWN = Set.of("connection", "content-length", "expect", "host", "upgrade");

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "URL", description = "Where people open it, such as https://id.example.org.")
    private String url;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--sarif", description = "Print SARIF 2.1.0.")
    private boolean sarif;

    @Option(names = "--only", paramLabel = "CHECKS", split = ",", description = "Run these checks alone: csp,cookies")
    private List<String> only = List.of();

    @Option(names = "--page", paramLabel = "PATH", description = "A further page to examine; may be repeated.")
    private List<String> pages = List.of();

    @Option(
            names = "--header",
            paramLabel = "NAME:VALUE",
            description = "Sent with every request to the deployment; may be repeated.")
    private List<String> headers = List.of();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "The longest wait for one answer; 10 by default.")
    private int timeout = 10;

    @Option(names = "--insecure", description = "Put up with a certificate that nobody vouches for.")
    private boolean insecure;

    @Option(names = "--intrusive", description = "Try eight wrong sign-ins too, to see whether they are limited.")
    private boolean intrusive;

    @Option(
            names = "--as",
            paramLabel = "EMAIL",
            description = "Sign in as this account too, and see what its session can be made to do.")
    private String email = "";

    @Mixin
    private GivenPassword given;

    @Override
    public Integer call() {
        var manner = new Manner(fields(), patience(), insecure, intrusive, paths(), account());
        URI address = address();
        Set<String> names = names();
        if (json && sarif) {
            throw wrong("--json and --sarif cannot both be printed.");
        }
        PrintWriter err = spec.commandLine().getErr();
        try (var site = new Site(address, manner, Main.machine(spec).clock())) {
            Report report = Doctor.examine(site, names, progress(err));
            print(report);
            return report.isBad() ? Exit.FINDINGS : report.isWhole() ? Exit.DONE : Exit.COULD_NOT_START;
        } catch (SSLException e) {
            err.println("sallyport: no TLS with " + address + ": " + Doctor.told(e));
            err.println("  Where the certificate is your own, add --insecure.");
            return Exit.COULD_NOT_START;
        } catch (IOException e) {
            err.println("sallyport: " + address + " cannot be reached: " + Doctor.told(e));
            err.println("  Is it running, and is this its address?");
            return Exit.COULD_NOT_START;
        }
    }

    private void print(Report report) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonReport.of(report));
        } else if (sarif) {
            out.println(SarifReport.of(report, Version.here()));
        } else {
            TextReport.print(report, out);
        }
        out.flush();
    }

    /** Says what is being looked at, where somebody sits before a terminal. */
    private static Consumer<Check> progress(PrintWriter err) {
        boolean watched = Optional.ofNullable(System.console())
                .filter(java.io.Console::isTerminal)
                .isPresent();
        return watched ? check -> err.println("… " + check.name()) : check -> {};
    }

    private URI address() {
        try {
            var address = new URI(url);
            boolean whole = address.getHost() != null
                    && address.getScheme() != null
                    && SCHEMES.contains(address.getScheme())
                    && address.getRawUserInfo() == null
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null;
            if (whole) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw wrong(url + " is no address: " + e.getReason() + ".");
        }
        throw wrong(url + " is not taken: give a URL like https://id.example.org, without user, query and fragment.");
    }

    private Set<String> names() {
        Set<String> known = Doctor.CHECKS.stream().map(Check::name).collect(Collectors.toSet());
        Set<String> unknown = new HashSet<>(only);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw wrong("There is no check " + String.join(", ", unknown) + ". There are: "
                    + known.stream().sorted().collect(Collectors.joining(", ")) + ".");
        }
        return Set.copyOf(only);
    }

    private Map<String, String> fields() {
        Map<String, String> fields = new HashMap<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1 || !header.substring(0, colon).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                throw wrong("--header is a name, a colon and a value: --header \"X-Preview: yes\".");
            }
            if (OWN.contains(header.substring(0, colon).toLowerCase(Locale.ROOT))) {
                throw wrong("--header cannot set " + header.substring(0, colon) + ": the connection needs it.");
            }
            fields.put(header.substring(0, colon), header.substring(colon + 1).strip());
        }
        return fields;
    }

    private List<String> paths() {
        for (String path : pages) {
            if (!path.startsWith("/") || path.startsWith("//")) {
                throw wrong("--page is a path of the deployment, such as /sign-in.");
            }
        }
        return pages;
    }

    private Optional<Manner.Account> account() {
        if (email.isEmpty()) {
            return Optional.empty();
        }
        return switch (given.read(Main.machine(spec))) {
            case GivenPassword.Given.Password(Secret password) -> Optional.of(new Manner.Account(email, password));
            case GivenPassword.Given.None() ->
                throw wrong("--as needs the password, in " + GivenPassword.VARIABLE + " or by --password-file.");
            case GivenPassword.Given.Unreadable(String what) -> throw wrong(what);
        };
    }

    private Duration patience() {
        if (timeout < 1 || timeout > 120) {
            throw wrong("--timeout is 1 to 120 seconds.");
        }
        return Duration.ofSeconds(timeout);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
