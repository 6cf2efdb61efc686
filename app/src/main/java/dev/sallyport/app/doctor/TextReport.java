package dev.sallyport.app.doctor;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report for people. */
public final class TextReport {
    private TextReport() {}

    public static void print(Report report, PrintWriter out) {
        out.println("Examined " + report.url() + (report.ours() ? ", a Sallyport." : ", which is no Sallyport."));
        out.println();
        for (Finding finding : report.findings()) {
            Fault fault = finding.fault();
            out.printf(
                    "%-7s %s%n        at     %s%n        seen   %s%n        means  %s%n        mend   %s%n        see    %s%n%n",
                    fault.severity().word().toUpperCase(Locale.ROOT),
                    fault.id(),
                    finding.where(),
                    finding.seen(),
                    fault.meaning(),
                    fault.mend(report.ours()),
                    fault.reference());
        }
        report.results().forEach(result -> aside(result, out));
        out.println(summary(report));
    }

    private static void aside(Report.Result result, PrintWriter out) {
        switch (result.verdict()) {
            case Verdict.Examined(var findings) -> {}
            case Verdict.NotApplicable(var reason) ->
                out.printf("%-12s not applicable: %s%n", result.check().name(), reason);
            case Verdict.CouldNotRun(var reason) ->
                out.printf("%-12s COULD NOT RUN: %s%n", result.check().name(), reason);
        }
    }

    private static String summary(Report report) {
        long missed = report.count(verdict -> verdict instanceof Verdict.CouldNotRun);
        long aside = report.count(verdict -> verdict instanceof Verdict.NotApplicable);
        long passed = report.passed();
        long failed = report.results().size() - missed - aside - passed;
        Map<Severity, Long> counts = report.bySeverity();
        List<String> words = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            if (counts.containsKey(severity)) {
                words.add(counts.get(severity) + " " + severity.word());
            }
        }
        return report.results().size() + " checks: " + passed + " passed, " + failed + " with findings, " + aside
                + " not applicable, " + missed + " could not run. "
                + (words.isEmpty() ? "No finding." : "Findings: " + String.join(", ", words) + ".");
    }
}
