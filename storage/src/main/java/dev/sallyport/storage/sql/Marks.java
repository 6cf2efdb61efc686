package dev.sallyport.storage.sql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Where a primary was at which moment, for as long as it matters. By it the age of what a standby knows is told without any clock but our own. */
final class Marks {
    private static final int MOST = 64;

    private final Deque<Past> past = new ArrayDeque<>();

    /** @param moment in nanoseconds, not later than the mark was asked for */
    private record Past(long moment, Mark mark) {}

    synchronized void add(long moment, Mark mark) {
        past.addFirst(new Past(moment, mark));
        if (past.size() > MOST) {
            past.removeLast();
        }
    }

    /** The oldest mark from {@code moment} on: who has reached it knows everything that was so at that moment. */
    synchronized Optional<Mark> since(long moment) {
        Optional<Mark> oldest = Optional.empty();
        for (Past one : past) {
            if (one.moment - moment < 0) {
                return oldest;
            }
            oldest = Optional.of(one.mark);
        }
        return oldest;
    }

    /** The moment of the newest mark that a standby at {@code where} has reached; empty where it has reached none of those that are known. */
    synchronized Optional<Long> reached(Mark where) {
        return past.stream()
                .filter(one -> where.hasReached(one.mark))
                .map(Past::moment)
                .findFirst();
    }

    /** Where the primary was last. */
    synchronized Optional<Mark> newest() {
        return Optional.ofNullable(past.peekFirst()).map(Past::mark);
    }
}
