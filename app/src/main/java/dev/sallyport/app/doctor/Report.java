package dev.sallyport.app.doctor;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What came of an examination.
 *
 * @param ours whether the deployment is a Sallyport
 */
public record Report(URI url, Instant at, boolean ours, List<Result> results) {
    /** One check and what came of it. */
    public record Result(Check check, Verdict verdict) {}

    public Report {
        results = List.copyOf(results);
    }

    /** Every finding, the worst first. */
    public List<Finding> findings() {
        return results.stream()
                .flatMap(result -> found(result.verdict()).stream())
                .sorted(java.util.Comparator.comparing(
                        finding -> finding.fault().severity()))
                .toList();
    }

    private static List<Finding> found(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Examined(var findings) -> findings;
            case Verdict.NotApplicable(var reason) -> List.of();
            case Verdict.CouldNotRun(var reason) -> List.of();
        };
    }

    /** Whether anything counts for the exit code. */
    public boolean isBad() {
        return findings().stream().anyMatch(Finding::counts);
    }

    /** Whether every check that applies came to its end. */
    public boolean isWhole() {
        return count(verdict -> verdict instanceof Verdict.CouldNotRun) == 0;
    }

    long count(Predicate<Verdict> which) {
        return results.stream().map(Result::verdict).filter(which).count();
    }

    long passed() {
        return count(verdict -> verdict instanceof Verdict.Examined(var findings) && findings.isEmpty());
    }

    Map<Severity, Long> bySeverity() {
        return findings().stream()
                .collect(Collectors.groupingBy(finding -> finding.fault().severity(), Collectors.counting()));
    }
}
