package dev.sallyport.domain.document;

import dev.sallyport.domain.job.Bell;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who waits for changes in this process, by space. Their number is bounded (T43). */
public final class Followers {
    private final int most;
    private final int mostInSpace;
    private final Map<Space, Set<Bell>> bells = new HashMap<>();
    private int count;
    private boolean closed;

    /**
     * @param most of all spaces together
     * @param mostOfPerson in the space of one person
     */
    public Followers(int most, int mostOfPerson) {
        this.most = most;
        this.mostInSpace = mostOfPerson;
    }

    /** Somebody who waits, until they leave. */
    public final class Follower implements AutoCloseable {
        private final Space space;
        private final Bell bell;

        private Follower(Space space, Bell bell) {
            this.space = space;
            this.bell = bell;
        }

        /** Rings when something changes; another process's changes ring nothing here. */
        public Bell bell() {
            return bell;
        }

        /** Whether the process ends, so that nobody waits any more. */
        public boolean isSentAway() {
            synchronized (Followers.this) {
                return closed;
            }
        }

        @Override
        public void close() {
            leave(this);
        }
    }

    /** A place to wait in; empty where there are too many. */
    public synchronized Optional<Follower> follow(Space space) {
        Set<Bell> here = bells.getOrDefault(space, Set.of());
        if (closed || count >= most || (space.person().isPresent() && here.size() >= mostInSpace)) {
            return Optional.empty();
        }
        var bell = new Bell();
        bells.computeIfAbsent(space, s -> new HashSet<>()).add(bell);
        count++;
        return Optional.of(new Follower(space, bell));
    }

    /** How many wait. */
    public synchronized int count() {
        return count;
    }

    private synchronized void leave(Follower follower) {
        Set<Bell> here = bells.get(follower.space);
        if (here != null && here.remove(follower.bell)) {
            count--;
            if (here.isEmpty()) {
                bells.remove(follower.space);
            }
        }
    }

    /** Tells those who wait that something changed. */
    public synchronized void ring(Space space) {
        bells.getOrDefault(space, Set.of()).forEach(Bell::ring);
    }

    /** Sends everybody away, and lets nobody wait any more. */
    public synchronized void close() {
        closed = true;
        bells.values().forEach(here -> here.forEach(Bell::ring));
    }
}
