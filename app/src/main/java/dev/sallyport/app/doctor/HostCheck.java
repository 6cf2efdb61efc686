package dev.sallyport.app.doctor;

import static dev.sallyport.app.doctor.Severity.HIGH;
import static dev.sallyport.app.doctor.Severity.MEDIUM;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whether the site believes a visitor who says what it is called, or where he comes from. */
final class HostCheck implements Check {
    private static final Fault HOST = Fault.of(
                    "host-header-believed",
                    HIGH,
                    "Links are made of the Host that the visitor sent: a reset link in a mail can be made to lead elsewhere.",
                    "make every absolute address of a configured name, and answer 421 for other hosts",
                    "T04, RFC 9110 §7.2")
            .here("public_url: https://id.example.org");
    private static final Fault FORWARDED = Fault.of(
                    "forwarded-believed",
                    HIGH,
                    "A visitor's own Forwarded or X-Forwarded fields are believed: names in links and counted addresses are his to choose.",
                    "let the first proxy overwrite these fields, and believe them from it alone",
                    "T36, RFC 7239 §8.1")
            .here("trusted_proxies: [10.0.0.5/32], nothing wider than your own proxies");
    private static final Fault UNCHECKED = Fault.of(
            "host-not-required",
            MEDIUM,
            "A request with two hosts, or none, is answered: two servers in a row may take it for different sites.",
            "answer 400 where Host is missing or there are two",
            "RFC 9112 §3.2");

    private static final String NAME = "doctor.example";

    @Override
    public String name() {
        return "host";
    }

    @Override
    public List<Fault> faults() {
        return List.of(HOST, FORWARDED, UNCHECKED);
    }

    @Override
    public Verdict examine(Site site) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (String path : paths(site)) {
            named(site, path, "Host: " + NAME, HOST, findings);
            String host = "Host: " + site.authority() + "\r\n";
            named(site, path, host + "X-Forwarded-Host: " + NAME + "\r\nX-Forwarded-Proto: https", FORWARDED, findings);
            named(site, path, host + "Forwarded: host=" + NAME + ";proto=https", FORWARDED, findings);
        }
        answered(site, "Host: " + site.authority() + "\r\nHost: " + NAME, "two Host fields", findings);
        answered(site, "Accept: */*", "no Host field", findings);
        return new Verdict.Examined(findings);
    }

    /** Where absolute addresses are likely: redirects, documents about oneself, refusals. */
    private static Set<String> paths(Site site) throws IOException {
        return new LinkedHashSet<>(List.of(
                site.home().url().getRawPath(),
                "/.well-known/openid-configuration",
                "/.well-known/change-password",
                "/.well-known/security.txt",
                "/v1/auth/me"));
    }

    private static void named(Site site, String path, String fields, Fault fault, List<Finding> findings)
            throws IOException {
        RawAnswer answer = site.raw("GET " + path + " HTTP/1.1\r\n" + fields + "\r\nConnection: close\r\n\r\n");
        if (answer instanceof RawAnswer.Answered said && said.status() < 500 && said.says("//" + NAME)) {
            findings.add(fault.at("GET " + site.origin() + path, "the answer has an address of " + NAME));
        }
    }

    private static void answered(Site site, String fields, String what, List<Finding> findings) throws IOException {
        RawAnswer answer = site.raw("GET / HTTP/1.1\r\n" + fields + "\r\nConnection: close\r\n\r\n");
        if (answer instanceof RawAnswer.Answered(int status, String text) && status < 400) {
            findings.add(UNCHECKED.at("GET " + site.origin() + "/", what + ": " + status));
        }
    }
}
