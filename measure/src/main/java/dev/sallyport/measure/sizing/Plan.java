package dev.sallyport.measure.sizing;

import dev.sallyport.measure.sizing.Work.Cost;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What so many people need. Rates are a second, and in the busiest minutes unless they say otherwise.
 *
 * @param inputs those that differ from the usual
 * @param costs those that differ from the measured ones, by {@link Work#option}
 */
record Plan(Map<Input, Double> inputs, Map<String, Double> costs) {
    private static final double DAY = 86_400;
    private static final double MONTH_HOURS = 730;
    private static final double GB = 1e9;

    /** Bytes. After a checkpoint the first change of a page writes the whole page (PostgreSQL's {@code full_page_writes}). */
    private static final double PAGE = 8_192;

    Plan {
        inputs = Map.copyOf(inputs);
        costs = Map.copyOf(costs);
    }

    double of(Input input) {
        return inputs.getOrDefault(input, input.usual());
    }

    double of(Work work, Cost cost) {
        return costs.getOrDefault(work.option(cost), cost.of(work));
    }

    /** People who come in a day. */
    double visitors() {
        return of(Input.PEOPLE) * of(Input.DAILY);
    }

    double joinsADay() {
        return of(Input.PEOPLE) * of(Input.JOIN);
    }

    /** A second on the average of a day. */
    double average(Work work) {
        return switch (work) {
            case SIGN_IN -> (visitors() * of(Input.SIGN_INS) + joinsADay()) / DAY;
            case REFRESH -> visitors() * of(Input.MINUTES) / of(Input.ACCESS) / DAY;
            case SERVICE_TOKEN -> of(Input.SERVICE_TOKENS);
            case REQUEST -> visitors() * of(Input.REQUESTS) / DAY;
            case FILE -> visitors() * of(Input.FILES) / DAY;
        };
    }

    double peak(Work work) {
        return average(work) * of(Input.PEAK);
    }

    /** All works together: what one of each costs, times how often it is done. */
    double atPeak(Cost cost) {
        return Stream.of(Work.values())
                .mapToDouble(work -> peak(work) * of(work, cost))
                .sum();
    }

    /** Cores in use. */
    double coresUsed(Cost role) {
        return atPeak(role) / 1e6;
    }

    /** Cores to have: two at least, so that one may fail, and each in use for the share that is allowed. */
    long cores(Cost role) {
        return Math.max(2, (long) Math.ceil(coresUsed(role) / of(Input.BUSY)));
    }

    long programCores() {
        return Cost.ROLES.stream()
                .filter(role -> role != Cost.DATABASE)
                .mapToLong(this::cores)
                .sum();
    }

    /** Databases that share the writes. More than one is no longer one PostgreSQL. */
    long primaries() {
        return Math.max(1, (long) Math.ceil(atPeak(Cost.WRITES) / of(Input.PRIMARY_WRITES)));
    }

    /** Bytes of write-ahead log for one of a work: what was measured on small tables, and pages that go into it whole. */
    private double wal(Work work) {
        return of(work, Cost.WAL) + of(work, Cost.WRITES) * of(Input.FULL_PAGES) * PAGE;
    }

    double walAtPeakMb() {
        return Stream.of(Work.values())
                        .mapToDouble(work -> peak(work) * wal(work))
                        .sum()
                / 1e6;
    }

    double walADayGb() {
        return Stream.of(Work.values())
                        .mapToDouble(work -> average(work) * wal(work))
                        .sum()
                * DAY
                / GB;
    }

    double peopleGb() {
        return of(Input.PEOPLE) * of(Input.PERSON_BYTES) / GB;
    }

    double sessionsGb() {
        return of(Input.PEOPLE)
                * of(Input.DEVICES)
                * (of(Input.SESSION_BYTES) + of(Input.FAMILY_BYTES))
                * of(Input.BLOAT)
                / GB;
    }

    double eventsADayGb() {
        return average(Work.SIGN_IN) * DAY * of(Input.EVENTS) * of(Input.EVENT_BYTES) / GB;
    }

    double eventsGb() {
        return eventsADayGb() * of(Input.AUDIT_DAYS);
    }

    double databaseGb() {
        return peopleGb() + sessionsGb() + eventsGb();
    }

    /** What new accounts and their sessions add for good; events leave after their time. */
    double growthADayGb() {
        return (peopleGb() + sessionsGb()) * of(Input.JOIN);
    }

    /** Addresses in use at once, each with its keys. */
    double redisGb() {
        double atOnce = visitors() * of(Input.MINUTES) * 60 / DAY * of(Input.PEAK);
        return atOnce * of(Input.REDIS_KEYS) * of(Input.REDIS_BYTES) / GB;
    }

    double memoryGb() {
        return programCores() * of(Input.PROCESS_GB) + databaseCores() * of(Input.DATABASE_GB_PER_CORE) + redisGb();
    }

    /** Those of the primary and as many for each replica; a backup has none, so one copy less. */
    double databaseCores() {
        return cores(Cost.DATABASE) * Math.max(1, of(Input.COPIES) - 1);
    }

    double coresAMonth() {
        return (programCores() + databaseCores()) * MONTH_HOURS * of(Input.CORE_HOUR);
    }

    double memoryAMonth() {
        return memoryGb() * MONTH_HOURS * of(Input.MEMORY_GB_HOUR);
    }

    double diskAMonth() {
        return databaseGb() * of(Input.COPIES) * of(Input.DISK_GB_MONTH);
    }

    double costAMonth() {
        return coresAMonth() + memoryAMonth() + diskAMonth();
    }

    double costOfAMillionAMonth() {
        return costAMonth() / of(Input.PEOPLE) * 1e6;
    }
}
