package dev.sallyport.monitor;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks all checks side by side; one that does not answer in time is down, and holds nobody up. */
final class Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

    private final List<Check> checks;
    private final Duration patience;

    Readiness(List<Check> checks, Duration patience) {
        this.checks = List.copyOf(checks);
        this.patience = patience;
    }

    Report report() {
        var asking = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Future<Optional<String>>> answers = checks.stream()
                    .map(check -> asking.submit(() -> check.trouble().ask()))
                    .toList();
            var found = new ArrayList<Found>(checks.size());
            for (int i = 0; i < checks.size(); i++) {
                Check check = checks.get(i);
                found.add(trouble(check.name(), answers.get(i))
                        .map(why -> check.needed() ? Found.down(check.name(), why) : Found.warn(check.name(), why))
                        .orElseGet(() -> Found.up(check.name())));
            }
            boolean ready = found.stream().noneMatch(f -> f.status().equals(Found.DOWN));
            return new Report(ready ? Found.UP : Found.DOWN, found);
        } finally {
            asking.shutdownNow();
        }
    }

    private Optional<String> trouble(String name, Future<Optional<String>> answer) {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Optional.of("no answer within " + patience.toMillis() + " ms");
        } catch (ExecutionException e) {
            LOG.warn("the check {} failed", name, e.getCause());
            return Optional.of("failed with " + e.getCause().getClass().getSimpleName() + "; see the log");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /** The whole of it; {@code status} is down when a check is. */
    record Report(String status, List<Found> checks) {
        Health health() {
            boolean warned = checks.stream().anyMatch(found -> found.status().equals(Found.WARN));
            return new Health(
                    status.equals(Found.UP) && warned ? Found.WARN : status,
                    checks.stream()
                            .map(found -> new Health.Found(found.name(), found.status(), found.why()))
                            .toList());
        }
    }

    /** What one check found. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Found(String name, String status, String why) {
        static final String UP = "up";
        static final String WARN = "warn";
        static final String DOWN = "down";

        static Found up(String name) {
            return new Found(name, UP, "");
        }

        static Found warn(String name, String why) {
            return new Found(name, WARN, why);
        }

        static Found down(String name, String why) {
            return new Found(name, DOWN, why);
        }
    }
}
