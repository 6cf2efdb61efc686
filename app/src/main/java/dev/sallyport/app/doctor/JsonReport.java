package dev.sallyport.app.doctor;

import dev.sallyport.kit.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A report for programs. */
public final class JsonReport {
    private JsonReport() {}

    private record Document(
            String url,
            String examinedAt,
            boolean sallyport,
            Summary summary,
            List<Found> findings,
            List<Ran> checks) {}

    private record Summary(int checks, long passed, long notApplicable, long couldNotRun, Map<String, Long> findings) {}

    private record Found(
            String id, String severity, String where, String seen, String meaning, String mend, String reference) {}

    private record Ran(String name, String result, int findings, Optional<String> reason) {}

    public static String of(Report report) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Severity severity : Severity.values()) {
            counts.put(severity.word(), report.bySeverity().getOrDefault(severity, 0L));
        }
        var summary = new Summary(
                report.results().size(),
                report.passed(),
                report.count(verdict -> verdict instanceof Verdict.NotApplicable),
                report.count(verdict -> verdict instanceof Verdict.CouldNotRun),
                counts);
        return Json.text(new Document(
                report.url().toString(),
                report.at().toString(),
                report.ours(),
                summary,
                report.findings().stream()
                        .map(finding -> found(report, finding))
                        .toList(),
                report.results().stream().map(JsonReport::ran).toList()));
    }

    private static Found found(Report report, Finding finding) {
        Fault fault = finding.fault();
        return new Found(
                fault.id(),
                fault.severity().word(),
                finding.where(),
                finding.seen(),
                fault.meaning(),
                fault.mend(report.ours()),
                fault.reference());
    }

    private static Ran ran(Report.Result result) {
        String name = result.check().name();
        return switch (result.verdict()) {
            case Verdict.Examined(var findings) ->
                new Ran(name, findings.isEmpty() ? "passed" : "findings", findings.size(), Optional.empty());
            case Verdict.NotApplicable(var reason) -> new Ran(name, "not_applicable", 0, Optional.of(reason));
            case Verdict.CouldNotRun(var reason) -> new Ran(name, "could_not_run", 0, Optional.of(reason));
        };
    }
}
