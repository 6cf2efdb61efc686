package dev.sallyport.measure.sizing;

import dev.sallyport.measure.sizing.Input.Kind;
import dev.sallyport.measure.sizing.Work.Cost;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Formatter;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A plan as text to read, and the help. */
final class Sheet {
    private static final String ROW = "%-28s %14s%n";
    private static final String WIDE = "%-28s %14s %14s%n";

    private Sheet() {}

    static String of(Plan plan) {
        try (var text = new Formatter(Locale.ROOT)) {
            text.format("%s accounts, %s come in a day%n", plain(plan.of(Input.PEOPLE)), plain(plan.visitors()));
            text.format("%n" + WIDE, "a second", "on average", "at the peak");
            for (Work work : Work.values()) {
                text.format(WIDE, work.plural(), number(plan.average(work)), number(plan.peak(work)));
            }
            text.format("%n" + WIDE, "cores", "used at peak", "to have");
            for (Cost role : Cost.ROLES) {
                text.format(WIDE, role.text(), number(plan.coresUsed(role)), number((double) plan.cores(role)));
            }
            text.format("%n" + ROW, "database, at the peak", "a second");
            text.format(ROW, "round trips", number(plan.atPeak(Cost.TRIPS)));
            text.format(ROW, "statements that write", number(plan.atPeak(Cost.WRITES)));
            text.format(ROW, "MB of write-ahead log", number(plan.walAtPeakMb()));
            text.format(ROW, "primaries that takes", number((double) plan.primaries()));
            text.format("%n" + ROW, "storage of one copy", "GB");
            text.format(ROW, "people", number(plan.peopleGb()));
            text.format(ROW, "sessions and families", number(plan.sessionsGb()));
            text.format(ROW, "audit log", number(plan.eventsGb()));
            text.format(ROW, "together", number(plan.databaseGb()));
            text.format(ROW, "new people add, a day", number(plan.growthADayGb()));
            text.format(ROW, "events come and go, a day", number(plan.eventsADayGb()));
            text.format(ROW, "write-ahead log, a day", number(plan.walADayGb()));
            text.format(ROW, "memory of Redis", number(plan.redisGb()));
            text.format("%n" + ROW, "money", "a month");
            text.format(ROW, "cores", number(plan.coresAMonth()));
            text.format(ROW, "memory", number(plan.memoryAMonth()));
            text.format(ROW, "disk", number(plan.diskAMonth()));
            text.format(ROW, "together", number(plan.costAMonth()));
            text.format(ROW, "for a million accounts", number(plan.costOfAMillionAMonth()));
            return text.toString();
        }
    }

    static String help() {
        try (var text = new Formatter(Locale.ROOT)) {
            text.format("./bench sizing [--OPTION NUMBER]... [--cost WORK.COST=NUMBER]...%n");
            text.format(
                    "What so many people need: rates, cores, storage, money. It multiplies; docs/guide/scale.md says what that");
            text.format(" leaves out.%n");
            for (Kind kind : Kind.values()) {
                text.format("%n%s:%n", kind.title());
                Stream.of(Input.values())
                        .filter(input -> input.kind() == kind)
                        .forEach(input -> text.format(
                                "  %-23s %9s  %s%n", input.option(), plain(input.usual()), input.meaning()));
            }
            text.format(
                    "%n--cost, measured: microseconds of a role's processor time; round trips, writes and bytes of WAL:%n");
            for (Work work : Work.values()) {
                text.format(
                        "  %s%n",
                        Stream.of(Cost.values())
                                .map(cost -> work.option(cost) + "=" + plain(cost.of(work)))
                                .collect(Collectors.joining(" ")));
            }
            return text.toString();
        }
    }

    /** Three digits that count, or all before the point. */
    static String number(double value) {
        if (value >= 100 || value == 0) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return new BigDecimal(value)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }

    static String plain(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
