package dev.sallyport.app.doctor;

import static dev.sallyport.app.doctor.Severity.MEDIUM;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Paths that two servers could read as different ones: none may lead to a page that is there (T38). */
final class PathsCheck implements Check {
    private static final Fault INTERPRETED = Fault.of(
            "path-interpreted",
            MEDIUM,
            "A disguised path leads to a real page: a rule of a proxy in front that names the path is passed by.",
            "refuse encoded slashes, encoded dot segments, double encoding and path parameters with 400",
            "RFC 3986 §6.2.2, T38");
    private static final Fault CLIMBS = Fault.of(
            "path-climbs",
            Severity.HIGH,
            "A path leads out of the folder that is served, to files of the machine.",
            "resolve the path under the root and refuse what lies outside; follow no links out",
            "T46");

    private static final List<String> DISGUISES = List.of(
            "/doctor/%2e%2e/",
            "/doctor/..%2f", "/doctor/%252e%252e/", "/doctor/..;/", "/;doctor/", "/%2f", "/doctor/..%5c", "/%00");
    private static final List<String> CLIMBS_TO = List.of(
            "/../../../../../../etc/passwd",
            "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
            "/assets/..%2f..%2f..%2f..%2f..%2fetc/passwd",
            "/static/%252e%252e/%252e%252e/%252e%252e/%252e%252e/etc/passwd");

    @Override
    public String name() {
        return "paths";
    }

    @Override
    public List<Fault> faults() {
        return List.of(INTERPRETED, CLIMBS);
    }

    /** A site that answers every path with one page answers these too, and nothing can be told from that. */
    @Override
    public Verdict examine(Site site) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (String path : CLIMBS_TO) {
            if (get(site, path) instanceof RawAnswer.Answered answer
                    && answer.text().contains("root:")) {
                findings.add(CLIMBS.at("GET " + site.origin() + path, "lines of /etc/passwd"));
            }
        }
        if (get(site, "/doctor/asks/for/nothing") instanceof RawAnswer.Answered(int status, String text)
                && status < 400) {
            return findings.isEmpty()
                    ? new Verdict.NotApplicable(
                            "every path is answered with a page here, so disguised ones cannot be told apart")
                    : new Verdict.Examined(findings);
        }
        for (String path : DISGUISES) {
            RawAnswer answer = get(site, path);
            if (answer instanceof RawAnswer.Answered(int status, String text) && status < 300) {
                findings.add(INTERPRETED.at("GET " + site.origin() + path, answer.told()));
            }
        }
        return new Verdict.Examined(findings);
    }

    private static RawAnswer get(Site site, String path) throws IOException {
        return site.raw("GET " + path + " HTTP/1.1\r\nHost: " + site.authority() + "\r\nConnection: close\r\n\r\n");
    }
}
