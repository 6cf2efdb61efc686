package dev.sallyport.app.doctor;

import static dev.sallyport.app.doctor.Severity.HIGH;
import static dev.sallyport.app.doctor.Severity.LOW;
import static dev.sallyport.app.doctor.Severity.MEDIUM;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What the site says when it is asked for nonsense. */
final class ErrorsCheck implements Check {
    private static final Fault TRACE = Fault.of(
            "stack-trace-shown",
            MEDIUM,
            "Errors tell the inside: classes, files, versions, queries.",
            "show an id, and write the rest to the log",
            "CWE-209");
    private static final Fault REFLECTED = Fault.of(
            "markup-reflected",
            HIGH,
            "What stands in the address becomes markup of the page: a link can run script here.",
            "encode every value for the place where it is written",
            "T06");
    private static final Fault BROKEN = Fault.of(
            "server-error-on-nonsense",
            LOW,
            "Nonsense makes the server fail rather than refuse: somewhere input is not checked.",
            "answer 4xx to what cannot be right",
            "RFC 9110 §15.6.1");

    private static final String MARK = "<doctor id=1>";
    private static final String ENCODED = "%3Cdoctor%20id%3D1%3E";
    private static final Pattern INSIDE =
            Pattern.compile("(?m)\\bat [\\w.$]+\\([\\w.]+(?:\\.java|\\.kt|\\.js|Native Method)"
                    + "|Traceback \\(most recent call last\\)|^[ \\t]+at .+:\\d+:\\d+\\)?$|Exception in thread|goroutine \\d+ \\["
                    + "|ORA-\\d{5}|SQLSTATE\\[|PG::\\w+|Fatal error</b>|Whitelabel Error Page|DEBUG = True");

    @Override
    public String name() {
        return "errors";
    }

    @Override
    public List<Fault> faults() {
        return List.of(TRACE, REFLECTED, BROKEN);
    }

    @Override
    public Verdict examine(Site site) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (Answer answer : nonsense(site)) {
            if (INSIDE.matcher(answer.body()).find()) {
                findings.add(TRACE.at(answer, inside(answer.body())));
            }
            if (answer.isHtml() && answer.body().contains(MARK)) {
                findings.add(REFLECTED.at(answer, "the page has " + MARK));
            }
            if (answer.status() == 500) {
                findings.add(BROKEN.at(answer, "500"));
            }
        }
        RawAnswer broken = site.raw("GET /% HTTP/1.1\r\nHost: " + site.authority() + "\r\nConnection: close\r\n\r\n");
        if (broken instanceof RawAnswer.Answered(int status, String text)) {
            if (INSIDE.matcher(text).find()) {
                findings.add(TRACE.at("GET " + site.origin() + "/%", inside(text)));
            }
            if (status == 500) {
                findings.add(BROKEN.at("GET " + site.origin() + "/%", "500"));
            }
        }
        return new Verdict.Examined(findings);
    }

    private static List<Answer> nonsense(Site site) throws IOException {
        String home = site.home().url().getRawPath();
        List<Answer> answers = new ArrayList<>(List.of(
                site.get("/doctor-" + ENCODED),
                site.get(home + "?q=" + ENCODED + "&error=" + ENCODED + "&message=" + ENCODED),
                site.get(home, Map.of("Accept", "\"" + MARK)),
                site.get(home, Map.of("Cookie", "doctor=\"; =;;")),
                site.ask("POST", home, Map.of("Content-Type", "application/json"), "{\"a\":"),
                site.ask("POST", home, Map.of("Content-Type", "application/x-www-form-urlencoded"), "%%%=%")));
        if (site.isOurs()) {
            answers.add(site.ask(
                    "POST", "/v1/auth/password/forgot", Map.of("Content-Type", "application/json"), "{\"email\":"));
            answers.add(site.get("/v1/auth/me", Map.of("Authorization", "Bearer a.b.c")));
        }
        for (String member : List.of("authorization_endpoint", "end_session_endpoint")) {
            String address = site.metadata().map(all -> Site.text(all, member)).orElse("");
            if (address.startsWith(site.origin() + "/") && !address.contains("?")) {
                answers.add(site.get(address.substring(site.origin().toString().length()) + "?client_id=" + ENCODED
                        + "&response_type=" + ENCODED + "&state=" + ENCODED + "&id_token_hint=" + ENCODED));
            }
        }
        return answers;
    }

    private static String inside(String text) {
        var match = INSIDE.matcher(text);
        return match.find() ? text.substring(match.start()).lines().findFirst().orElse("") : "";
    }
}
