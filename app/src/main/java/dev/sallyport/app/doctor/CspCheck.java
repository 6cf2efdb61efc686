package dev.sallyport.app.doctor;

import static dev.sallyport.app.doctor.Severity.HIGH;
import static dev.sallyport.app.doctor.Severity.INFO;
import static dev.sallyport.app.doctor.Severity.LOW;
import static dev.sallyport.app.doctor.Severity.MEDIUM;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The Content-Security-Policy of every page (L11). */
final class CspCheck implements Check {
    private static final String STRICT = "Content-Security-Policy: default-src 'none'; script-src 'nonce-{fresh}' "
            + "'strict-dynamic'; style-src 'nonce-{fresh}'; img-src 'self'; base-uri 'none'; form-action 'self'; "
            + "frame-ancestors 'none'";
    private static final String PASSED_ON =
            "let the proxy in front pass the gateway's Content-Security-Policy on unchanged";
    private static final Fault MISSING = Fault.of(
                    "csp-missing",
                    HIGH,
                    "One place where text is not escaped is enough to run script here and take accounts over.",
                    STRICT,
                    "L11, CSP3 §3.1")
            .here(PASSED_ON);
    private static final Fault REPORT_ONLY = Fault.of(
            "csp-report-only",
            HIGH,
            "The policy only watches; nothing is prevented.",
            "send it as Content-Security-Policy, without -Report-Only",
            "CSP3 §3.2");
    private static final Fault ANY_SCRIPT = Fault.of(
                    "csp-script-anywhere",
                    HIGH,
                    "Script is allowed from everywhere or from whole schemes, so the policy stops no injected script.",
                    "script-src 'nonce-{fresh}' 'strict-dynamic'",
                    "L11, CSP3 §8.2")
            .here(PASSED_ON);
    private static final Fault INLINE = Fault.of(
                    "csp-unsafe-inline",
                    HIGH,
                    "Injected inline script runs, which is what the policy is there to stop.",
                    "script-src 'nonce-{fresh}' in place of 'unsafe-inline'",
                    "L11, CSP3 §6.1")
            .here(PASSED_ON);
    private static final Fault EVAL = Fault.of(
            "csp-unsafe-eval",
            MEDIUM,
            "Text becomes code by eval, so an injected text can too.",
            "take 'unsafe-eval' out of script-src",
            "CSP3 §4");
    private static final Fault OLD_NONCE = Fault.of(
                    "csp-nonce-repeated",
                    HIGH,
                    "The same nonce twice: who has seen the page once can mark script of their own with it.",
                    "make a nonce of at least 128 random bits for every answer, and cache no such page",
                    "L11, CSP3 §7.1")
            .here("let no cache in front keep pages: they are sent with Cache-Control: no-store");
    private static final Fault SHORT_NONCE = Fault.of(
            "csp-nonce-short",
            MEDIUM,
            "A nonce of less than 128 bits may be guessed.",
            "make the nonce of 16 random bytes, in base64",
            "CSP3 §7.1");
    private static final Fault OBJECTS = Fault.of(
            "csp-plugins-allowed",
            MEDIUM,
            "Embedded objects and frames for plug-ins may run script.",
            "object-src 'none'",
            "CSP3 §6.1");
    private static final Fault BASE = Fault.of(
            "csp-base-open",
            MEDIUM,
            "An injected <base> sends every relative script and form to another site.",
            "base-uri 'none'",
            "CSP3 §6.3.1");
    private static final Fault FORMS = Fault.of(
            "csp-forms-anywhere",
            LOW,
            "An injected form can carry what people type, a password first of all, to another site.",
            "form-action 'self'",
            "CSP3 §6.4.1");
    private static final Fault UNREPORTED = Fault.of(
            "csp-unreported",
            INFO,
            "Nobody learns of an attempt that the policy stopped.",
            "report-to csp, with Reporting-Endpoints: csp=\"/csp-report\"",
            "L11");

    private static final Set<String> ANYWHERE = Set.of("*", "http:", "https:", "data:", "blob:", "filesystem:");
    private static final int SHORTEST_NONCE = 22;

    private record Hole(Fault fault, Predicate<Csp> in) {}

    private static final List<Hole> HOLES = List.of(
            new Hole(ANY_SCRIPT, CspCheck::isOpen),
            new Hole(INLINE, CspCheck::isInline),
            new Hole(EVAL, csp -> scripts(csp).contains("'unsafe-eval'")),
            new Hole(SHORT_NONCE, csp -> csp.nonces().stream().anyMatch(nonce -> nonce.length() < SHORTEST_NONCE)),
            new Hole(OBJECTS, csp -> !csp.closes("object-src")),
            new Hole(BASE, csp -> !csp.has("base-uri") && !csp.closes("script-src")),
            new Hole(FORMS, csp -> !csp.has("form-action")),
            new Hole(UNREPORTED, csp -> !csp.has("report-to") && !csp.has("report-uri")));

    @Override
    public String name() {
        return "csp";
    }

    @Override
    public List<Fault> faults() {
        return List.of(
                MISSING,
                REPORT_ONLY,
                ANY_SCRIPT,
                INLINE,
                EVAL,
                OLD_NONCE,
                SHORT_NONCE,
                OBJECTS,
                BASE,
                FORMS,
                UNREPORTED);
    }

    @Override
    public Verdict examine(Site site) throws IOException {
        List<Answer> pages = site.pages();
        if (pages.isEmpty()) {
            return new Verdict.NotApplicable("no page in HTML was seen; name one by --page");
        }
        List<Finding> findings = new ArrayList<>();
        for (Answer page : pages) {
            List<Csp> policies = Csp.of(page);
            if (policies.isEmpty()) {
                boolean watched = page.has("content-security-policy-report-only");
                findings.add((watched ? REPORT_ONLY : MISSING).at(page, "no Content-Security-Policy is in force"));
            } else {
                page(page, policies, findings);
                repeated(site, page, policies, findings);
            }
        }
        return new Verdict.Examined(findings);
    }

    /** All policies hold together, so a hole is one only where every policy has it. */
    private static void page(Answer page, List<Csp> policies, List<Finding> findings) {
        for (Hole hole : HOLES) {
            if (policies.stream().allMatch(hole.in())) {
                findings.add(hole.fault().at(page, page.header("content-security-policy")));
            }
        }
    }

    private static List<String> scripts(Csp csp) {
        return csp.sources("script-src").orElse(List.of("*"));
    }

    private static boolean isOpen(Csp csp) {
        List<String> scripts = scripts(csp);
        return !scripts.contains("'strict-dynamic'") && scripts.stream().anyMatch(ANYWHERE::contains);
    }

    /** A nonce or a hash beside it switches it off in every browser of today. */
    private static boolean isInline(Csp csp) {
        List<String> scripts = scripts(csp);
        return scripts.contains("'unsafe-inline'")
                && scripts.stream().noneMatch(source -> source.startsWith("'nonce-") || source.startsWith("'sha"));
    }

    private static void repeated(Site site, Answer page, List<Csp> policies, List<Finding> findings)
            throws IOException {
        List<String> before =
                policies.stream().flatMap(csp -> csp.nonces().stream()).toList();
        if (before.isEmpty()) {
            return;
        }
        Answer again = site.get(Site.target(page.url()));
        boolean same =
                Csp.of(again).stream().flatMap(csp -> csp.nonces().stream()).anyMatch(before::contains);
        if (same) {
            findings.add(OLD_NONCE.at(page, "the same nonce in two answers"));
        }
    }
}
