package dev.sallyport.storage.redis;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** What was asked of Redis and what came of it, counted from the start. */
public final class RedisMeters {
    private final Map<Script, LongAdder> calls = new EnumMap<>(Script.class);
    private final LongAdder answers = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder fallbacks = new LongAdder();

    RedisMeters() {
        for (Script script : Script.values()) {
            calls.put(script, new LongAdder());
        }
    }

    void called(Script script) {
        calls.get(script).increment();
    }

    void answered(long took) {
        answers.increment();
        nanos.add(took);
    }

    void failed() {
        failures.increment();
    }

    void fellBack() {
        fallbacks.increment();
    }

    /** Calls of the scripts, by name. */
    public Map<String, LongAdder> calls() {
        var named = new TreeMap<String, LongAdder>();
        calls.forEach((script, count) -> named.put(script.named(), count));
        return named;
    }

    /** Answers that somebody waited for. */
    public long answers() {
        return answers.sum();
    }

    /** How long they were waited for, all together, in nanoseconds. */
    public double nanos() {
        return nanos.sum();
    }

    /** Calls that were answered by an error or not in time. */
    public double failures() {
        return failures.sum();
    }

    /** Decisions that were made without Redis, because it was known to be away or did not answer. */
    public double fallbacks() {
        return fallbacks.sum();
    }
}
