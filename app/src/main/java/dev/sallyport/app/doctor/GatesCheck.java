package dev.sallyport.app.doctor;

import static dev.sallyport.app.doctor.Severity.HIGH;
import static dev.sallyport.app.doctor.Severity.MEDIUM;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The two gates of a Sallyport: cookies at one, bearer tokens at the other, nothing at both (L12, T42). */
final class GatesCheck implements Check {
    private static final String WHOLE =
            "route /v1/**, /web/v1/** and /oauth2/** to the gateway itself, with all header fields as they came";
    private static final Fault COOKIE = Fault.of(
            "cookie-at-api-gate",
            HIGH,
            "The API looks at cookies, so a foreign site can act by a visitor's browser.",
            WHOLE,
            "T42, L12");
    private static final Fault BEARER = Fault.of(
            "bearer-at-browser-gate",
            MEDIUM,
            "The browser gate takes a bearer token: it is not clear which credential decides.",
            WHOLE,
            "T42, L12");
    private static final Fault NO_CSRF = Fault.of(
            "csrf-not-asked",
            HIGH,
            "A change is taken from a browser without X-CSRF-Token, so any site can make its visitors do it.",
            WHOLE,
            "L08, L09");
    private static final Fault FOREIGN = Fault.of(
            "foreign-origin-signs-in",
            MEDIUM,
            "Another site can sign its visitors in to an account of its own, and see what they then enter.",
            WHOLE,
            "T11");
    private static final Fault BROWSER = Fault.of(
            "browser-at-mobile-sign-in",
            MEDIUM,
            "A page in a browser can get tokens in a body, where script of any kind reads them.",
            WHOLE,
            "L12, L03");

    private static final String COOKIES = "__Host-access_token=doctor; __Host-csrf_token=doctor; __Host-session=doctor";

    @Override
    public String name() {
        return "gates";
    }

    @Override
    public List<Fault> faults() {
        return List.of(COOKIE, BEARER, NO_CSRF, FOREIGN, BROWSER);
    }

    @Override
    public Verdict examine(Site site) throws IOException {
        if (!site.isOurs()) {
            return new Verdict.NotApplicable(
                    "this is no Sallyport: where its API and its browser calls are is not known");
        }
        List<Finding> findings = new ArrayList<>();
        Answer without = site.get("/v1/auth/me");
        Answer with = site.get("/v1/auth/me", Map.of("Cookie", COOKIES));
        if (with.status() != 401
                || with.status() != without.status()
                || !with.body().equals(without.body())) {
            findings.add(COOKIE.at(with, "without a cookie " + without.status() + ", with one " + with.status()));
        }
        Answer bearer = site.get("/web/v1/auth/me", Map.of("Authorization", "Bearer doctor"));
        if (bearer.status() != 400) {
            findings.add(BEARER.at(bearer, "400 was due, and " + bearer.status() + " came"));
        }
        Answer change = site.ask("POST", "/v1/auth/logout_web", Map.of("Cookie", COOKIES), "");
        if (change.status() != 401 && change.status() != 403) {
            findings.add(NO_CSRF.at(change, "without X-CSRF-Token: " + change.status()));
        }
        Optional<String> limited = signIns(site, findings);
        return limited.isPresent() && findings.isEmpty()
                ? new Verdict.CouldNotRun(limited.get())
                : new Verdict.Examined(findings);
    }

    /** Two calls that are refused before a password is looked at. What kept us from asking, where something did. */
    private static Optional<String> signIns(Site site, List<Finding> findings) throws IOException {
        var foreign =
                Map.of("Origin", Site.STRANGER, "Sec-Fetch-Site", "cross-site", "Content-Type", "application/json");
        Answer web = site.ask("POST", "/v1/auth/login_web", foreign, "{}");
        Answer mobile = site.ask("POST", "/v1/auth/login_mobile", foreign, "{}");
        if (web.isLimited() || mobile.isLimited()) {
            return Optional.of("the limit on sign-ins is reached (429); ask again in a minute");
        }
        if (web.status() != 403) {
            findings.add(FOREIGN.at(web, "Origin: " + Site.STRANGER + " was answered " + web.status()));
        }
        if (mobile.status() != 403) {
            findings.add(BROWSER.at(mobile, "a browser's request was answered " + mobile.status()));
        }
        return Optional.empty();
    }
}
