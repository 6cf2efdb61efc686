package dev.sallyport.app.doctor;

import static dev.sallyport.app.doctor.Severity.HIGH;

import dev.sallyport.kit.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What a real session can be made to do, where an account was given to sign in with. It is signed out at the end. */
final class SessionCheck implements Check {
    private static final String WHOLE =
            "route /v1/**, /web/v1/** and /oauth2/** to the gateway itself, with all header fields as they came";
    private static final Fault BODY = Fault.of(
            "token-in-web-body",
            HIGH,
            "Signing in with a browser puts a token into the body, where script of any kind reads it.",
            WHOLE,
            "L03, L12");
    private static final Fault COOKIE = Fault.of(
            "session-opens-api-gate",
            HIGH,
            "The cookies of a browser open the API, so a foreign site can act by a visitor's browser.",
            WHOLE,
            "T42, L12");
    private static final Fault NO_CSRF = Fault.of(
            "session-without-csrf",
            HIGH,
            "A living session takes a change without a valid X-CSRF-Token, so any site can make its visitors do it.",
            WHOLE,
            "L08, L09");
    private static final Fault FOREIGN = Fault.of(
            "session-from-foreign-origin",
            HIGH,
            "A living session takes a change that says it comes from another site.",
            WHOLE,
            "L09, T11");

    private static final String CHANGE = "/v1/auth/logout_web";
    private static final String TOKEN = "X-CSRF-Token";

    @Override
    public String name() {
        return "session";
    }

    @Override
    public List<Fault> faults() {
        return List.of(BODY, COOKIE, NO_CSRF, FOREIGN);
    }

    @Override
    public Verdict examine(Site site) throws IOException {
        Optional<Manner.Account> account = site.manner().account();
        if (account.isEmpty()) {
            return new Verdict.NotApplicable("no account was given to sign in with (--as)");
        }
        if (!site.isOurs()) {
            return new Verdict.NotApplicable("this is no Sallyport: how one signs in is not known");
        }
        String form = Json.text(Map.of(
                "email",
                account.get().email(),
                "password",
                account.get().password().reveal()));
        Answer signedIn = site.ask(
                "POST",
                "/v1/auth/login_web",
                Map.of(
                        "Content-Type",
                        "application/json",
                        "Origin",
                        site.origin().toString()),
                form);
        String status =
                Site.json(signedIn).map(body -> Site.text(body, "status")).orElse("");
        return signedIn.status() == 200 && status.equals("signed_in")
                ? within(site, signedIn)
                : new Verdict.CouldNotRun("the sign-in of " + account.get().email() + " was answered "
                        + signedIn.status() + (status.isEmpty() ? "" : ", " + status));
    }

    private static Verdict within(Site site, Answer signedIn) throws IOException {
        List<Finding> findings = new ArrayList<>();
        JsonNode body = Site.json(signedIn).orElseThrow();
        for (String member : List.of("access_token", "refresh_token", "id_token")) {
            if (body.has(member)) {
                findings.add(BODY.at(signedIn, "the body has " + member));
            }
        }
        String cookies = Cookie.all(signedIn).stream()
                .filter(cookie -> !cookie.isCleared())
                .map(cookie -> cookie.name() + "=" + cookie.value())
                .collect(Collectors.joining("; "));
        String csrf = Site.text(body, "csrf_token");
        Answer mine = site.get("/web/v1/auth/me", Map.of("Cookie", cookies));
        if (!mine.isGood()) {
            return new Verdict.CouldNotRun("the cookies of the sign-in open nothing: " + mine.status());
        }
        Answer api = site.get("/v1/auth/me", Map.of("Cookie", cookies));
        if (api.isGood()) {
            findings.add(COOKIE.at(api, "the cookies were answered " + api.status()));
        }
        String own = site.origin().toString();
        changed(site, Map.of("Cookie", cookies, "Origin", own), NO_CSRF, "without a token", findings);
        changed(
                site,
                Map.of("Cookie", cookies, "Origin", own, TOKEN, "doctor"),
                NO_CSRF,
                "with a made-up token",
                findings);
        var foreign = Map.of("Cookie", cookies, "Origin", Site.STRANGER, "Sec-Fetch-Site", "cross-site", TOKEN, csrf);
        changed(site, foreign, FOREIGN, "from " + Site.STRANGER, findings);
        site.ask("POST", CHANGE, Map.of("Cookie", cookies, "Origin", own, TOKEN, csrf), "");
        return new Verdict.Examined(findings);
    }

    private static void changed(Site site, Map<String, String> fields, Fault fault, String how, List<Finding> findings)
            throws IOException {
        Answer answer = site.ask("POST", CHANGE, fields, "");
        if (answer.isGood()) {
            findings.add(fault.at(answer, how + ": " + answer.status()));
        }
    }
}
