package dev.sallyport.app.doctor;

import static dev.sallyport.app.doctor.Severity.HIGH;
import static dev.sallyport.app.doctor.Severity.LOW;
import static dev.sallyport.app.doctor.Severity.MEDIUM;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Whether everything goes over TLS, and whether browsers are told that it always will. */
final class TransportCheck implements Check {
    private static final Fault PLAIN = Fault.of(
                    "plain-http",
                    HIGH,
                    "Passwords and tokens cross the network for all to read and to change.",
                    "serve https, and nothing but a redirect on http",
                    "RFC 6749 §3.1, RFC 9700 §2.6")
            .here(
                    "public_url: https://id.example.org and gateway: { tls: { mode: files, certificates: [{ chain_file: chain.pem, key_file: key.pem }] } }");
    private static final Fault NO_REDIRECT = Fault.of(
                    "http-not-redirected",
                    MEDIUM,
                    "Who types the name without https stays on a connection that anybody on the way can read.",
                    "answer http with 308 and Location: https://… of the same host",
                    "RFC 6797 §7.2")
            .here("gateway: { tls: { redirect_from: 80 } }");
    private static final Fault NO_HSTS = Fault.of(
                    "hsts-missing",
                    MEDIUM,
                    "A browser's first request of each visit may go over http, where it can be intercepted.",
                    "Strict-Transport-Security: max-age=31536000",
                    "RFC 6797 §6.1")
            .here(
                    "gateway: { tls: { hsts: 365d } }; where a proxy ends TLS: trusted_proxies with its address, and let it send X-Forwarded-Proto: https");
    private static final Fault SHORT_HSTS = Fault.of(
                    "hsts-short",
                    LOW,
                    "Browsers forget after less than half a year that only https is spoken here.",
                    "Strict-Transport-Security: max-age=31536000",
                    "RFC 6797 §6.1.1")
            .here("gateway: { tls: { hsts: 365d } }");

    private static final Pattern AGE = Pattern.compile("(?i)max-age\\s*=\\s*\"?(\\d{1,18})");
    private static final int HTTPS = 443;
    private static final long HALF_A_YEAR = 15_552_000;

    @Override
    public String name() {
        return "transport";
    }

    @Override
    public List<Fault> faults() {
        return List.of(PLAIN, NO_REDIRECT, NO_HSTS, SHORT_HSTS);
    }

    @Override
    public Verdict examine(Site site) throws IOException {
        if (!site.isSecure()) {
            return site.isLoopback()
                    ? new Verdict.NotApplicable("a loopback address needs no TLS")
                    : new Verdict.Examined(List.of(PLAIN.at(site.home(), "no TLS")));
        }
        List<Finding> findings = new ArrayList<>();
        Answer home = site.home();
        OptionalLong age = age(home.header("strict-transport-security"));
        if (age.isEmpty()) {
            findings.add(NO_HSTS.at(home, "no valid Strict-Transport-Security"));
        } else if (age.getAsLong() < HALF_A_YEAR) {
            findings.add(SHORT_HSTS.at(home, home.header("strict-transport-security")));
        }
        if (site.url().getPort() < 0 || site.url().getPort() == HTTPS) {
            redirect(site, URI.create("http://" + site.host()), findings);
        }
        return new Verdict.Examined(findings);
    }

    private static OptionalLong age(String field) {
        var match = AGE.matcher(field);
        return match.find() ? OptionalLong.of(Long.parseLong(match.group(1))) : OptionalLong.empty();
    }

    /** Looks where people who type no scheme arrive. That nobody listens there is fine. */
    static void redirect(Site site, URI plain, List<Finding> findings) {
        RawAnswer answer;
        try {
            answer = new Wire(plain, site.manner().timeout())
                    .exchange("GET / HTTP/1.1\r\nHost: " + site.host() + "\r\nConnection: close\r\n\r\n");
        } catch (IOException nobodyListens) {
            return;
        }
        if (answer instanceof RawAnswer.Answered(int status, String text)
                && !(status >= 300
                        && status < 400
                        && text.toLowerCase(Locale.ROOT).contains("\nlocation: https://"))) {
            findings.add(NO_REDIRECT.at("GET " + plain + "/", answer.told()));
        }
    }
}
