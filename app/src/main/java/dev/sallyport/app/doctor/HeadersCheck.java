package dev.sallyport.app.doctor;

import static dev.sallyport.app.doctor.Severity.INFO;
import static dev.sallyport.app.doctor.Severity.LOW;
import static dev.sallyport.app.doctor.Severity.MEDIUM;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What every answer should tell the browser, the Content-Security-Policy aside. */
final class HeadersCheck implements Check {
    private static final String PASSED_ON =
            "let the proxy in front pass on what the gateway sends: it always sends this field";
    private static final Fault NOSNIFF = Fault.of(
                    "nosniff-missing",
                    MEDIUM,
                    "A browser may take an answer for script or HTML, whatever its type says.",
                    "X-Content-Type-Options: nosniff",
                    "T46")
            .here(PASSED_ON);
    private static final Fault FRAMED = Fault.of(
                    "framing-allowed",
                    MEDIUM,
                    "Another site can show this page in a frame and trick people into clicking on it.",
                    "Content-Security-Policy: frame-ancestors 'none'",
                    "RFC 9700 §4.16, RFC 6819 §4.4.1.9")
            .here(PASSED_ON);
    private static final Fault REFERRER = Fault.of(
                    "referrer-leaks",
                    LOW,
                    "Addresses of pages, with what stands in their query, are told to other sites.",
                    "Referrer-Policy: no-referrer",
                    "RFC 9700 §4.2.4")
            .here(PASSED_ON);
    private static final Fault OPENER = Fault.of(
                    "opener-policy-missing",
                    LOW,
                    "A page that opened this one keeps a handle on its window.",
                    "Cross-Origin-Opener-Policy: same-origin",
                    "HTML §7.1.3")
            .here(PASSED_ON);
    private static final Fault RESOURCE = Fault.of(
                    "resource-policy-missing",
                    LOW,
                    "Other sites can load this answer into their process, where it may be read sideways.",
                    "Cross-Origin-Resource-Policy: same-origin",
                    "Fetch §3.7")
            .here(PASSED_ON);
    private static final Fault CHARSET = Fault.of(
            "charset-missing",
            LOW,
            "A browser guesses the encoding of the page, and can be led to guess one in which text is script.",
            "Content-Type: text/html; charset=utf-8",
            "RFC 9110 §8.3.2");
    private static final Fault PERMISSIONS = Fault.of(
            "permissions-policy-missing",
            INFO,
            "Camera, microphone and the like are not switched off for this page.",
            "Permissions-Policy: camera=(), microphone=(), geolocation=()",
            "Permissions Policy §5.2");

    @Override
    public String name() {
        return "headers";
    }

    @Override
    public List<Fault> faults() {
        return List.of(NOSNIFF, FRAMED, REFERRER, OPENER, RESOURCE, CHARSET, PERMISSIONS);
    }

    @Override
    public Verdict examine(Site site) throws IOException {
        List<Answer> pages = site.pages();
        if (pages.isEmpty()) {
            Answer home = site.home();
            return new Verdict.Examined(
                    isNosniff(home) ? List.of() : List.of(NOSNIFF.at(home, "no X-Content-Type-Options: nosniff")));
        }
        List<Finding> findings = new ArrayList<>();
        for (Answer page : pages) {
            page(page, findings);
        }
        return new Verdict.Examined(findings);
    }

    private static void page(Answer page, List<Finding> findings) {
        if (!isNosniff(page)) {
            findings.add(NOSNIFF.at(page, "no X-Content-Type-Options: nosniff"));
        }
        if (!page.has("x-frame-options") && Csp.of(page).stream().noneMatch(csp -> csp.has("frame-ancestors"))) {
            findings.add(FRAMED.at(page, "neither frame-ancestors nor X-Frame-Options"));
        }
        String referrer = page.header("referrer-policy").toLowerCase(Locale.ROOT);
        if (referrer.isEmpty() || referrer.contains("unsafe-url")) {
            findings.add(REFERRER.at(page, referrer.isEmpty() ? "no Referrer-Policy" : referrer));
        }
        missing(page, "cross-origin-opener-policy", OPENER, findings);
        missing(page, "cross-origin-resource-policy", RESOURCE, findings);
        missing(page, "permissions-policy", PERMISSIONS, findings);
        if (!page.header("content-type").toLowerCase(Locale.ROOT).contains("charset")) {
            findings.add(CHARSET.at(page, page.header("content-type")));
        }
    }

    private static boolean isNosniff(Answer answer) {
        return answer.header("x-content-type-options").equalsIgnoreCase("nosniff");
    }

    private static void missing(Answer page, String field, Fault fault, List<Finding> findings) {
        if (!page.has(field)) {
            findings.add(fault.at(page, "no " + field));
        }
    }
}
