package dev.sallyport.app.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Examines a deployment from outside, one check after the other. */
public final class Doctor {
    /** In the order in which they look; cookies and versions are read from the answers to all the others. */
    public static final List<Check> CHECKS = List.of(
            new TransportCheck(),
            new CertificateCheck(),
            new HeadersCheck(),
            new CspCheck(),
            new ContentCheck(),
            new CorsCheck(),
            new RedirectsCheck(),
            new HostCheck(),
            new GatesCheck(),
            new SessionCheck(),
            new MetadataCheck(),
            new EndpointsCheck(),
            new KeysCheck(),
            new MethodsCheck(),
            new FramingCheck(),
            new PathsCheck(),
            new LimitsCheck(),
            new ErrorsCheck(),
            new OpenDoorsCheck(),
            new WellKnownCheck(),
            new CookiesCheck(),
            new DisclosureCheck());

    private Doctor() {}

    /**
     * Examines. Throws where the deployment cannot be reached at all.
     *
     * @param only the names of the checks to run, all where it is empty
     * @param progress is told of each check before it begins
     */
    public static Report examine(Site site, Set<String> only, Consumer<Check> progress) throws IOException {
        site.home();
        boolean ours = site.isOurs();
        List<Report.Result> results = new ArrayList<>();
        for (Check check : CHECKS) {
            if (only.isEmpty() || only.contains(check.name())) {
                progress.accept(check);
                results.add(new Report.Result(check, verdict(check, site)));
            }
        }
        return new Report(site.url(), site.now(), ours, results);
    }

    private static Verdict verdict(Check check, Site site) {
        try {
            return check.examine(site);
        } catch (IOException e) {
            return new Verdict.CouldNotRun(told(e));
        }
    }

    /** One line of what went wrong on the wire. */
    public static String told(IOException problem) {
        String message = problem.getMessage() == null ? "" : ": " + problem.getMessage();
        return Finding.printable(problem.getClass().getSimpleName() + message);
    }
}
