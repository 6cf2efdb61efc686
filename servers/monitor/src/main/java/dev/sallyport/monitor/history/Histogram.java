package dev.sallyport.monitor.history;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * How often something took up to so long.
 *
 * @param counts by upper bound in seconds, each with all that are below it too
 */
record Histogram(TreeMap<Double, Double> counts) {
    /** Beyond this, a bound stands for "no bound", in seconds. */
    private static final double LAST = 1e6;

    static Histogram of(Collection<Timer> timers) {
        var counts = new TreeMap<Double, Double>();
        for (Timer timer : timers) {
            for (CountAtBucket bucket : timer.takeSnapshot().histogramCounts()) {
                double bound = bucket.bucket(TimeUnit.SECONDS);
                if (bound < LAST) {
                    counts.merge(bound, bucket.count(), Double::sum);
                }
            }
            counts.merge(Double.POSITIVE_INFINITY, (double) timer.count(), Double::sum);
        }
        return new Histogram(counts);
    }

    /**
     * The time that this share of what happened since {@code before} did not exceed, between the bounds of its bucket as if all
     * were spread evenly there (as {@code histogram_quantile} of Prometheus); {@code NaN} where nothing happened.
     *
     * @param share 0 to 1
     * @return seconds; the last finite bound where it lies beyond
     */
    double quantile(double share, Histogram before) {
        double all = counts.isEmpty() ? 0 : since(before, counts.lastEntry());
        if (all <= 0) {
            return Double.NaN;
        }
        double rank = share * all;
        double bound = 0;
        double below = 0;
        for (Map.Entry<Double, Double> bucket : counts.entrySet()) {
            double upTo = since(before, bucket);
            if (upTo >= rank && upTo > below) {
                return bucket.getKey().isInfinite()
                        ? bound
                        : bound + (bucket.getKey() - bound) * (rank - below) / (upTo - below);
            }
            bound = bucket.getKey();
            below = upTo;
        }
        return bound;
    }

    private static double since(Histogram before, Map.Entry<Double, Double> bucket) {
        return bucket.getValue() - before.counts().getOrDefault(bucket.getKey(), 0.0);
    }
}
