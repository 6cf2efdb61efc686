package dev.sallyport.app.doctor;

import static dev.sallyport.app.doctor.Severity.LOW;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Which program, and which version of it, the answers tell everybody. */
final class DisclosureCheck implements Check {
    private static final String MEND = "send no such field; in nginx: server_tokens off; and proxy_hide_header";
    private static final Fault VERSION = Fault.of(
            "server-version",
            LOW,
            "Who looks for servers with a known hole finds this one by its version.",
            MEND,
            "RFC 9110 §10.2.4");
    private static final Fault PARTS =
            Fault.of("powered-by", LOW, "The answer tells which parts the program is made of.", MEND, "CWE-200");

    private static final Pattern DIGIT = Pattern.compile("\\d");
    private static final List<String> TELLING = List.of(
            "x-powered-by",
            "x-aspnet-version",
            "x-aspnetmvc-version",
            "x-generator",
            "x-runtime",
            "x-backend-server",
            "x-debug-token",
            "x-debug-token-link",
            "x-served-by");

    @Override
    public String name() {
        return "disclosure";
    }

    @Override
    public List<Fault> faults() {
        return List.of(VERSION, PARTS);
    }

    @Override
    public Verdict examine(Site site) throws IOException {
        site.pages();
        List<Finding> findings = new ArrayList<>();
        Set<String> told = new HashSet<>();
        for (Answer answer : site.seen()) {
            String server = answer.header("server");
            if (DIGIT.matcher(server).find() && told.add(server)) {
                findings.add(VERSION.at(answer, "Server: " + server));
            }
            for (String field : TELLING) {
                if (answer.has(field) && told.add(field)) {
                    findings.add(PARTS.at(answer, field + ": " + answer.header(field)));
                }
            }
        }
        return new Verdict.Examined(findings);
    }
}
