package dev.sallyport.monitor.history;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.Search;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What all meters together said at one moment.
 *
 * @param counts what only grows
 * @param levels what goes up and down
 * @param requests of the outermost server
 */
record Totals(Map<Series, Double> counts, Map<Series, Double> levels, Histogram requests, Histogram database) {
    static Totals of(MeterRegistry meters) {
        var counts = new EnumMap<Series, Double>(Series.class);
        Collection<Timer> requests = meters.find("sallyport.requests").timers();
        for (Timer timer : requests) {
            String server = String.valueOf(timer.getId().getTag("server"));
            Series.of("REQUESTS", server).ifPresent(s -> counts.merge(s, (double) timer.count(), Double::sum));
            boolean failed = String.valueOf(timer.getId().getTag("status")).startsWith("5");
            Series.of("ERRORS", server)
                    .ifPresent(s -> counts.merge(s, failed ? (double) timer.count() : 0, Double::sum));
        }
        count(counts, Series.SIGNED_IN, meters.find("sallyport.sign.ins").tag("outcome", "signed_in"));
        count(counts, Series.SIGN_IN_FAILED, meters.find("sallyport.sign.ins").tag("outcome", "failed"));
        count(counts, Series.TOKENS, meters.find("sallyport.tokens"));
        count(counts, Series.SUSPENDED, meters.find("sallyport.events").tag("kind", "account.suspended"));
        count(counts, Series.LIMITED, meters.find("sallyport.gateway.limited"));
        count(counts, Series.SHED, meters.find("sallyport.gateway.shed"));
        Collection<Timer> database = meters.find("sallyport.database").timers();
        work(counts, Series.READS, "read", database);
        work(counts, Series.WRITES, "write", database);

        var levels = new EnumMap<Series, Double>(Series.class);
        level(levels, Series.JOBS_DUE, meters.find("sallyport.jobs").tag("state", "due"));
        level(levels, Series.JOBS_DEAD, meters.find("sallyport.jobs").tag("state", "dead"));
        level(levels, Series.JOB_AGE, meters.find("sallyport.jobs.oldest"));
        level(levels, Series.HEAP, meters.find("jvm.memory.used").tag("area", "heap"));
        level(levels, Series.CPU, meters.find("process.cpu.usage"));
        return new Totals(counts, levels, Histogram.of(outermost(requests)), Histogram.of(database));
    }

    /** The gateway's, where there is one: what people wait for. */
    private static Collection<Timer> outermost(Collection<Timer> requests) {
        List<Timer> gateway = requests.stream()
                .filter(t -> "gateway".equals(t.getId().getTag("server")))
                .toList();
        return gateway.isEmpty() ? requests : gateway;
    }

    private static void work(Map<Series, Double> counts, Series series, String work, Collection<Timer> database) {
        database.stream()
                .filter(t -> work.equals(t.getId().getTag("work")))
                .forEach(t -> counts.merge(series, (double) t.count(), Double::sum));
    }

    private static void count(Map<Series, Double> counts, Series series, Search found) {
        Collection<Counter> counters = found.counters();
        if (!counters.isEmpty()) {
            counts.put(series, counters.stream().mapToDouble(Counter::count).sum());
        }
    }

    private static void level(Map<Series, Double> levels, Series series, Search found) {
        Collection<Gauge> gauges = found.gauges();
        if (!gauges.isEmpty()) {
            levels.put(series, gauges.stream().mapToDouble(Gauge::value).sum());
        }
    }
}
