package dev.sallyport.storage;

import dev.sallyport.storage.sql.Database;
import dev.sallyport.storage.sql.Following;
import java.time.Instant;
import java.util.Optional;

/** Stores that stand on a database. */
sealed interface DatabaseGround extends Stores.Ground {
    Database database();

    /** A database without a replica. */
    record Alone(Database database) implements DatabaseGround {
        @Override
        public void close() {
            database.close();
        }
    }

    /** A database with a replica that answers some of the reads. */
    record Replicated(Database database, Following following, Stores agedStores, Stores caughtUpStores)
            implements DatabaseGround {
        @Override
        public Optional<Stores> aged() {
            return Optional.of(agedStores);
        }

        @Override
        public Optional<Stores> caughtUp() {
            return Optional.of(caughtUpStores);
        }

        @Override
        public void close() {
            following.close();
            database.close();
        }
    }

    @Override
    default void ping() {
        database().read(handle -> handle.any("SELECT 1"));
    }

    @Override
    default Database.Load load() {
        return database().load();
    }

    @Override
    default Optional<Instant> clock() {
        return database().clock();
    }

    @Override
    default Optional<String> refusal() {
        return database().refusal();
    }
}
