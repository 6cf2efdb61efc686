package dev.sallyport.monitor.dashboard;

import dev.sallyport.monitor.dashboard.Line.Together;
import dev.sallyport.monitor.history.History;
import dev.sallyport.monitor.history.Series;
import java.util.List;
import java.util.Locale;

/** Which charts there are, and what each shows. */
final class Charts {
    private final History history;
    private final long until;
    private final int minutes;
    private final int columns;

    /**
     * @param until the newest minute, in minutes since 1970
     * @param minutes how many
     * @param columns of how many columns each chart is: of a whole number of minutes each
     */
    Charts(History history, long until, int minutes, int columns) {
        this.history = history;
        this.until = until;
        this.minutes = minutes;
        this.columns = columns;
    }

    List<Chart> all() {
        return List.of(
                new Chart("Requests", "per second, by server", Unit.PER_SECOND, servers("requests", Together.MEAN)),
                new Chart(
                        "Errors", "of 500 and more, per minute", Unit.PER_MINUTE, servers("errors", Together.GREATEST)),
                chart(
                        "Time to answer",
                        "at the door",
                        Unit.SECONDS,
                        Together.GREATEST,
                        "half of them",
                        Series.MEDIAN,
                        "99 of 100",
                        Series.P99),
                chart(
                        "Sign-ins",
                        "per minute",
                        Unit.PER_MINUTE,
                        Together.MEAN,
                        "signed in",
                        Series.SIGNED_IN,
                        "failed",
                        Series.SIGN_IN_FAILED),
                chart("Access tokens", "per second", Unit.PER_SECOND, Together.MEAN, "tokens", Series.TOKENS),
                new Chart(
                        "Sent away",
                        "per minute",
                        Unit.PER_MINUTE,
                        List.of(
                                line("suspensions", Series.SUSPENDED, Together.GREATEST),
                                line("rate limited", Series.LIMITED, Together.GREATEST),
                                line("shed", Series.SHED, Together.GREATEST))),
                chart(
                        "Queue",
                        "jobs",
                        Unit.COUNT,
                        Together.GREATEST,
                        "due",
                        Series.JOBS_DUE,
                        "given up",
                        Series.JOBS_DEAD),
                chart("Oldest job", "how long it is due", Unit.AGE, Together.GREATEST, "age", Series.JOB_AGE),
                chart(
                        "Database",
                        "work per second",
                        Unit.PER_SECOND,
                        Together.MEAN,
                        "reads",
                        Series.READS,
                        "writes",
                        Series.WRITES),
                chart(
                        "Database time",
                        "with waiting and commit",
                        Unit.SECONDS,
                        Together.GREATEST,
                        "99 of 100",
                        Series.DATABASE_P99),
                chart("Heap", "in use", Unit.BYTES, Together.GREATEST, "used", Series.HEAP),
                chart("Processor", "of all cores", Unit.SHARE, Together.MEAN, "this process", Series.CPU));
    }

    /** What the checks said, column by column. */
    List<State> states() {
        Line line = line("state", Series.STATE, Together.GREATEST);
        return State.of(line.values());
    }

    private List<Line> servers(String what, Together together) {
        return Series.SERVERS.stream()
                .map(server -> line(
                        server, what.equals("requests") ? Series.requests(server) : Series.errors(server), together))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private Chart chart(String title, String hint, Unit unit, Together together, String name, Series series) {
        return new Chart(title, hint, unit, List.of(line(name, series, together)));
    }

    private Chart chart(
            String title,
            String hint,
            Unit unit,
            Together together,
            String one,
            Series first,
            String other,
            Series second) {
        return new Chart(title, hint, unit, List.of(line(one, first, together), line(other, second, together)));
    }

    private Line line(String name, Series series, Together together) {
        return Line.of(name.toLowerCase(Locale.ROOT), history.of(series, until, minutes), columns, together);
    }
}
