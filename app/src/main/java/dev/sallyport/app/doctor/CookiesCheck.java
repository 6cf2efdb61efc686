package dev.sallyport.app.doctor;

import static dev.sallyport.app.doctor.Severity.HIGH;
import static dev.sallyport.app.doctor.Severity.LOW;
import static dev.sallyport.app.doctor.Severity.MEDIUM;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Every cookie that any answer set (L03, L06). */
final class CookiesCheck implements Check {
    private static final Fault INSECURE = Fault.of(
            "cookie-not-secure",
            HIGH,
            "The cookie is sent over http too, for all on the way to read.",
            "add Secure",
            "RFC 6265 §5.2.5, L03");
    private static final Fault READABLE = Fault.of(
            "cookie-readable",
            HIGH,
            "Script can read a credential, so one injected line takes the session away.",
            "add HttpOnly",
            "RFC 6265 §5.2.6, L03");
    private static final Fault CROSS_SITE = Fault.of(
            "cookie-cross-site",
            MEDIUM,
            "Other sites' requests carry the cookie, so they act as whoever visits them.",
            "add SameSite=Strict, or Lax where a link from outside must find the session",
            "RFC 6265bis §5.6.7, L03");
    private static final Fault UNPREFIXED = Fault.of(
            "cookie-unprefixed",
            LOW,
            "Another host of the domain, or plain http, can set this cookie from outside and fix the session.",
            "call it __Host-… (Secure, Path=/, no Domain) or __Secure-…",
            "RFC 6265bis §4.1.3");
    private static final Fault WIDE = Fault.of(
            "cookie-wide-domain",
            LOW,
            "Every host of the domain gets the cookie, the weakest one too.",
            "leave Domain out",
            "RFC 6265 §5.2.3");
    private static final Fault BAD_PREFIX = Fault.of(
            "cookie-prefix-broken",
            MEDIUM,
            "Browsers throw the cookie away: its name promises what its attributes do not keep.",
            "__Host- needs Secure and Path=/ and no Domain; __Secure- needs Secure",
            "RFC 6265bis §4.1.3");

    @Override
    public String name() {
        return "cookies";
    }

    @Override
    public List<Fault> faults() {
        return List.of(INSECURE, READABLE, CROSS_SITE, UNPREFIXED, WIDE, BAD_PREFIX);
    }

    @Override
    public Verdict examine(Site site) throws IOException {
        site.home();
        site.pages();
        List<Finding> findings = new ArrayList<>();
        Set<String> judged = new HashSet<>();
        for (Answer answer : site.seen()) {
            for (Cookie cookie : Cookie.all(answer)) {
                if (!cookie.isCleared() && judged.add(cookie.name() + cookie.attributes())) {
                    judge(answer, cookie, findings);
                }
            }
        }
        return judged.isEmpty()
                ? new Verdict.NotApplicable("no answer set a cookie; name a page that does by --page")
                : new Verdict.Examined(findings);
    }

    private static void judge(Answer answer, Cookie cookie, List<Finding> findings) {
        String same = cookie.attributes().getOrDefault("samesite", "").toLowerCase(Locale.ROOT);
        if (!cookie.has("secure")) {
            findings.add(INSECURE.at(answer, cookie.name() + " without Secure"));
        }
        if (cookie.isCredential() && !cookie.has("httponly")) {
            findings.add(READABLE.at(answer, cookie.name() + " without HttpOnly"));
        }
        if (!same.equals("strict") && !same.equals("lax")) {
            findings.add(CROSS_SITE.at(
                    answer, cookie.name() + (same.isEmpty() ? " without SameSite" : " with SameSite=" + same)));
        }
        if (cookie.isCredential() && !cookie.hasPrefix()) {
            findings.add(UNPREFIXED.at(answer, cookie.name()));
        }
        if (cookie.has("domain")) {
            findings.add(WIDE.at(
                    answer,
                    cookie.name() + " with Domain=" + cookie.attributes().get("domain")));
        }
        if (isBroken(cookie)) {
            findings.add(BAD_PREFIX.at(
                    answer, cookie.name() + " with " + cookie.attributes().keySet()));
        }
    }

    private static boolean isBroken(Cookie cookie) {
        boolean host = cookie.name().startsWith("__Host-");
        return cookie.hasPrefix()
                && (!cookie.has("secure")
                        || (host
                                && (cookie.has("domain")
                                        || !"/".equals(cookie.attributes().get("path")))));
    }
}
