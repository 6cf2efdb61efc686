package dev.sallyport.storage;

import dev.sallyport.domain.audit.AuditFollower;
import dev.sallyport.storage.sql.Database;
import dev.sallyport.storage.sql.DatabaseWatch;
import dev.sallyport.storage.sql.PostgresDatabase;
import dev.sallyport.storage.sql.ReplicaSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Stores over a PostgreSQL and its standby, opened for the whole run. */
record ReplicatedStores(StandbyServer servers, Database primary, Stores stores, AtomicInteger answers)
        implements AutoCloseable {
    private static final Duration LAG = Duration.ofSeconds(5);

    static ReplicatedStores open() {
        try {
            var servers = StandbyServer.start();
            var answers = new AtomicInteger();
            var stores = Stores.open(
                    servers.primary().withReplica(new ReplicaSettings(servers.standby(), LAG)),
                    AuditFollower.NOTHING,
                    counting(answers),
                    System::nanoTime);
            return new ReplicatedStores(servers, PostgresDatabase.open(servers.primary()), stores, answers);
        } catch (IOException e) {
            throw new UncheckedIOException("no database to try the stores on", e);
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
