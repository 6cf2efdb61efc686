package dev.sallyport.app.doctor;

import static dev.sallyport.app.doctor.Severity.HIGH;
import static dev.sallyport.app.doctor.Severity.LOW;
import static dev.sallyport.app.doctor.Severity.MEDIUM;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What the pages themselves load, and where their forms lead. */
final class ContentCheck implements Check {
    private static final Fault MIXED = Fault.of(
            "mixed-content",
            MEDIUM,
            "Parts of a page that came by https are loaded by http, where they can be exchanged on the way.",
            "load everything by https",
            "Mixed Content §5.1");
    private static final Fault NO_INTEGRITY = Fault.of(
            "script-without-integrity",
            LOW,
            "Script of another host runs here; who changes it there owns this page.",
            "serve the script from your own host, or add integrity=\"sha384-…\"",
            "SRI §3.4");
    private static final Fault PLAIN_FORM = Fault.of(
            "form-over-http",
            HIGH,
            "A form of the page is sent by http, for all on the way to read.",
            "let every form's action be https",
            "RFC 9700 §2.6");

    private static final Pattern LOADED =
            Pattern.compile("(?is)<(?:script|img|iframe|link|source|video|audio|embed|object)\\b[^<>]*?"
                    + "\\b(?:src|href|data)\\s*=\\s*[\"']?(http://[^\"'\\s>]+)");
    private static final Pattern SCRIPT = Pattern.compile("(?is)<script\\b([^<>]*)>");
    private static final Pattern FOREIGN = Pattern.compile("(?is)\\bsrc\\s*=\\s*[\"']?((?:https?:)?//[^\"'\\s>]+)");
    private static final Pattern FORM =
            Pattern.compile("(?is)<form\\b[^<>]*?\\baction\\s*=\\s*[\"']?(http://[^\"'\\s>]+)");

    @Override
    public String name() {
        return "content";
    }

    @Override
    public List<Fault> faults() {
        return List.of(MIXED, NO_INTEGRITY, PLAIN_FORM);
    }

    @Override
    public Verdict examine(Site site) throws IOException {
        List<Answer> pages = site.pages();
        if (pages.isEmpty()) {
            return new Verdict.NotApplicable("no page in HTML was seen; name one by --page");
        }
        List<Finding> findings = new ArrayList<>();
        for (Answer page : pages) {
            if (site.isSecure()) {
                all(LOADED, page).forEach(address -> findings.add(MIXED.at(page, address)));
                all(FORM, page).forEach(address -> findings.add(PLAIN_FORM.at(page, address)));
            }
            scripts(site, page, findings);
        }
        return new Verdict.Examined(findings);
    }

    private static List<String> all(Pattern pattern, Answer page) {
        return pattern.matcher(page.body())
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();
    }

    private static void scripts(Site site, Answer page, List<Finding> findings) {
        for (String attributes : all(SCRIPT, page)) {
            var source = FOREIGN.matcher(attributes);
            if (source.find()
                    && !source.group(1).contains("//" + site.authority() + "/")
                    && !attributes.contains("integrity=")) {
                findings.add(NO_INTEGRITY.at(page, source.group(1)));
            }
        }
    }
}
