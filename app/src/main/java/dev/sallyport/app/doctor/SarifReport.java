package dev.sallyport.app.doctor;

import dev.sallyport.kit.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report as SARIF 2.1.0 (OASIS), which code hosts and editors show. Its names are in camel case, so it is made of maps. */
public final class SarifReport {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private SarifReport() {}

    /** @param version which Sallyport examined */
    public static String of(Report report, String version) {
        List<Fault> rules = report.results().stream()
                .flatMap(result -> result.check().faults().stream())
                .toList();
        Map<String, Object> driver = members(
                "name",
                "sallyport doctor",
                "version",
                version,
                "rules",
                rules.stream().map(fault -> rule(fault, report.ours())).toList());
        Map<String, Object> run = members(
                "tool", Map.of("driver", driver),
                "invocations", List.of(invocation(report)),
                "results",
                        report.findings().stream()
                                .map(finding -> result(finding, rules))
                                .toList());
        return Json.text(members("$schema", SCHEMA, "version", "2.1.0", "runs", List.of(run)));
    }

    private static Map<String, Object> rule(Fault fault, boolean ours) {
        return members(
                "id", fault.id(),
                "shortDescription", Map.of("text", fault.meaning()),
                "help", Map.of("text", fault.mend(ours) + " (" + fault.reference() + ")"),
                "defaultConfiguration", Map.of("level", level(fault.severity())),
                "properties", members("security-severity", score(fault.severity()), "tags", List.of("security")));
    }

    private static Map<String, Object> result(Finding finding, List<Fault> rules) {
        Fault fault = finding.fault();
        String text =
                fault.meaning() + " Seen at " + finding.where() + ": " + finding.seen() + ". Mend: " + fault.mend();
        return members(
                "ruleId", fault.id(),
                "ruleIndex", rules.indexOf(fault),
                "kind", finding.counts() ? "fail" : "informational",
                "level", level(fault.severity()),
                "message", Map.of("text", text),
                "locations", List.of(location(finding)),
                "partialFingerprints", Map.of("faultAndPlace/v1", fault.id() + " " + finding.where()));
    }

    private static Map<String, Object> location(Finding finding) {
        String address = finding.where().replaceFirst("^[A-Z]+ ", "").replaceFirst(" .*$", "");
        return Map.of(
                "physicalLocation", Map.of("artifactLocation", Map.of("uri", uri(address))),
                "logicalLocations", List.of(Map.of("fullyQualifiedName", finding.where())));
    }

    /** What was asked may not be an address by any rule; that was the point of asking. */
    private static String uri(String address) {
        return address.replaceAll("%(?![0-9A-Fa-f]{2})", "%25").replaceAll("[^\\x21-\\x7e]|[\\\\<>\"{}|^`…]", "_");
    }

    private static Map<String, Object> invocation(Report report) {
        List<Map<String, Object>> notes = new ArrayList<>();
        for (Report.Result result : report.results()) {
            switch (result.verdict()) {
                case Verdict.Examined(var findings) -> {}
                case Verdict.NotApplicable(var reason) -> notes.add(note("note", result, "not applicable: " + reason));
                case Verdict.CouldNotRun(var reason) -> notes.add(note("error", result, "could not run: " + reason));
            }
        }
        return members(
                "executionSuccessful", report.isWhole(),
                "endTimeUtc", report.at().toString(),
                "toolExecutionNotifications", notes);
    }

    private static Map<String, Object> note(String level, Report.Result result, String text) {
        return members("level", level, "message", Map.of("text", result.check().name() + ": " + text));
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW -> "note";
            case INFO -> "none";
        };
    }

    /** On the scale from 0 to 10 by which code hosts sort. */
    private static String score(Severity severity) {
        return switch (severity) {
            case HIGH -> "8.0";
            case MEDIUM -> "5.5";
            case LOW -> "3.0";
            case INFO -> "0.0";
        };
    }

    /** Names and values by turns, in this order. */
    private static Map<String, Object> members(Object... pairs) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            all.put((String) pairs[i], pairs[i + 1]);
        }
        return all;
    }
}
