package dev.sallyport.storage;

import dev.sallyport.domain.audit.AuditFollower;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.storage.sql.Database;
import dev.sallyport.storage.sql.DatabaseWatch;
import dev.sallyport.storage.sql.PostgresDatabase;
import dev.sallyport.storage.sql.ReplicaSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** Stores over a PostgreSQL and its standby, opened for the whole run. */
record ReplicatedStores(StandbyServer servers, Database primary, Stores stores) implements AutoCloseable {
    private static final Duration LAG = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static ReplicatedStores open() {
        try {
            var servers = StandbyServer.start();
            var answers = new AtomicInteger();
            var stores = Stores.open(
                    servers.primary().withReplica(new ReplicaSettings(servers.standby(), LAG)),
                    AuditFollower.NOTHING,
                    counting(answers),
                    System::nanoTime);
            awaitAnswer(stores, answers);
            return new ReplicatedStores(servers, PostgresDatabase.open(servers.primary()), stores);
        } catch (IOException e) {
            throw new UncheckedIOException("no database to try the stores on", e);
        }
    }

    /** The contracts would hold as well if nobody asked the replica. */
    private static void awaitAnswer(Stores stores, AtomicInteger answers) {
        Instant begun = Instant.now();
        while (answers.get() == 0) {
            if (Duration.between(begun, Instant.now()).compareTo(PATIENCE) > 0) {
                throw new IllegalStateException("the replica does not answer");
            }
            stores.caughtUp().audit().all(Slice.first(1));
        }
    }

    private static DatabaseWatch counting(AtomicInteger answers) {
        return new DatabaseWatch() {
            @Override
            public void worked(Kind kind, Outcome outcome, long nanos) {
                // How long it took is for another test.
            }

            @Override
            public void committed(int works) {
                // So is this.
            }

            @Override
            public void triedAgain() {
                // And this.
            }

            @Override
            public void replicaAsked(boolean answered) {
                answers.addAndGet(answered ? 1 : 0);
            }

            @Override
            public void replicaBehind(double seconds) {
                // The answers alone say that it was asked.
            }
        };
    }

    @Override
    public void close() throws IOException {
        stores.close();
        primary.close();
        servers.close();
    }
}
