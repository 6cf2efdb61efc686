package dev.sallyport.app.doctor;

import static dev.sallyport.app.doctor.Severity.HIGH;
import static dev.sallyport.app.doctor.Severity.LOW;
import static dev.sallyport.app.doctor.Severity.MEDIUM;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether there is an end to what the site takes: headers, bodies and, where we may try it, wrong passwords. */
final class LimitsCheck implements Check {
    private static final Fault HEADERS = Fault.of(
            "long-headers-taken",
            LOW,
            "Header fields of 64 KB are taken: a few thousand connections fill the memory.",
            "answer 431 above 16 KB",
            "RFC 6585 §5, T43");
    private static final Fault ADDRESS = Fault.of(
            "long-address-taken",
            LOW,
            "An address of 64 KB is taken, and goes on into logs and servers behind.",
            "answer 414 above 8 KB",
            "RFC 9110 §15.5.15, T43");
    private static final Fault BODY = Fault.of(
            "large-body-awaited",
            MEDIUM,
            "A body of 4 GB is announced, and the server waits for it: memory or disk can be filled from outside.",
            "answer 413 above what the endpoint needs",
            "RFC 9110 §15.5.14, T43");
    private static final Fault GUESSING = Fault.of(
                    "sign-ins-unlimited",
                    HIGH,
                    "Eight wrong passwords in a row were judged: passwords can be guessed at leisure.",
                    "limit sign-ins by address and by account",
                    "L27, L28, T22")
            .here(
                    "gateway: { limits: [{ path: /v1/auth/login_*, rate: 5/m, per: address }] } and accounts: { failures: 5 }");

    private static final int LONG = 64 * 1024;
    private static final int GUESSES = 8;

    @Override
    public String name() {
        return "limits";
    }

    @Override
    public List<Fault> faults() {
        return List.of(HEADERS, ADDRESS, BODY, GUESSING);
    }

    @Override
    public Verdict examine(Site site) throws IOException {
        List<Finding> findings = new ArrayList<>();
        String host = " HTTP/1.1\r\nHost: " + site.authority() + "\r\nConnection: close\r\n";
        String where = site.origin() + "/";
        if (isTaken(site.raw("GET /" + host + "X-Doctor: " + "a".repeat(LONG) + "\r\n\r\n"))) {
            findings.add(HEADERS.at("GET " + where, "a field of 64 KB was taken"));
        }
        if (isTaken(site.raw("GET /?doctor=" + "a".repeat(LONG) + host + "\r\n"))) {
            findings.add(ADDRESS.at("GET " + where, "an address of 64 KB was taken"));
        }
        String path = site.isOurs() ? "/v1/auth/password/forgot" : Site.target(site.url());
        RawAnswer large = site.raw(
                "POST " + path + host + "Content-Type: application/json\r\nContent-Length: 4294967296\r\n\r\n{");
        if (large instanceof RawAnswer.Silent) {
            findings.add(BODY.at("POST " + site.origin() + path, large.told()));
        }
        if (site.manner().intrusive() && site.isOurs()) {
            guess(site, findings);
        }
        return new Verdict.Examined(findings);
    }

    private static boolean isTaken(RawAnswer answer) {
        return answer instanceof RawAnswer.Answered(int status, String text) && status < 400;
    }

    /** Of a name that nobody can have, so that no account is suspended by it. */
    private static void guess(Site site, List<Finding> findings) throws IOException {
        for (int i = 0; i < GUESSES; i++) {
            Answer answer = site.ask(
                    "POST",
                    "/v1/auth/login_mobile",
                    Map.of("Content-Type", "application/x-www-form-urlencoded"),
                    "username=nobody%40doctor.example&password=wrong");
            if (answer.isLimited()) {
                return;
            }
        }
        findings.add(GUESSING.at("POST " + site.origin() + "/v1/auth/login_mobile", GUESSES + " times, and no 429"));
    }
}
