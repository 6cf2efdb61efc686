package dev.sallyport.storage.sql;

import java.time.Instant;
import java.util.Optional;

/** A database whose reads go to its replica while that is near enough, and whose writes go to the primary. Closing it closes neither. */
public final class ReplicatedDatabase implements Database {
    private final Database primary;
    private final Following following;
    private final Freshness freshness;

    /** What a reader must know. */
    public enum Freshness {
        /** What was so a while ago, within the time that the settings allow. */
        A_LITTLE_OLD,
        /** Everything that was committed before the read began; it may have to wait. */
        CAUGHT_UP
    }

    public ReplicatedDatabase(Database primary, Following following, Freshness freshness) {
        this.primary = primary;
        this.following = following;
        this.freshness = freshness;
    }

    @Override
    public <T> T read(Work<T> work) {
        return switch (freshness) {
            case A_LITTLE_OLD -> following.readALittleOld(work);
            case CAUGHT_UP -> following.readCaughtUp(work);
        };
    }

    @Override
    public <T> T write(Work<T> work) {
        return primary.write(work);
    }

    @Override
    public boolean scrub() {
        return primary.scrub();
    }

    @Override
    public Load load() {
        return primary.load();
    }

    @Override
    public Optional<Instant> clock() {
        return primary.clock();
    }

    @Override
    public Optional<String> refusal() {
        return primary.refusal();
    }

    @Override
    public void close() {
        // Who opened the two closes them.
    }
}
