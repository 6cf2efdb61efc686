package dev.sallyport.storage;

import dev.sallyport.domain.arrival.ArrivalStore;
import dev.sallyport.domain.attempt.AttemptStore;
import dev.sallyport.domain.audit.AuditFollower;
import dev.sallyport.domain.audit.AuditLog;
import dev.sallyport.domain.audit.AuditSeals;
import dev.sallyport.domain.client.ClientStore;
import dev.sallyport.domain.document.DocumentStore;
import dev.sallyport.domain.file.FileStore;
import dev.sallyport.domain.file.ShareStore;
import dev.sallyport.domain.file.UploadStore;
import dev.sallyport.domain.grant.ConsentStore;
import dev.sallyport.domain.grant.DeviceStore;
import dev.sallyport.domain.grant.RefreshStore;
import dev.sallyport.domain.identity.IdentityStore;
import dev.sallyport.domain.job.JobDesk;
import dev.sallyport.domain.job.JobStore;
import dev.sallyport.domain.key.KeyStore;
import dev.sallyport.domain.letter.KeptLetters;
import dev.sallyport.domain.letter.LetterCounts;
import dev.sallyport.domain.person.Mailboxes;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.privacy.AddressKeyStore;
import dev.sallyport.domain.privacy.Erasure;
import dev.sallyport.domain.privacy.ExportStore;
import dev.sallyport.domain.session.SessionStore;
import dev.sallyport.domain.token.OneTimeStore;
import dev.sallyport.storage.memory.MemoryAddressKeys;
import dev.sallyport.storage.memory.MemoryAttempts;
import dev.sallyport.storage.memory.MemoryAudit;
import dev.sallyport.storage.memory.MemoryClients;
import dev.sallyport.storage.memory.MemoryConsents;
import dev.sallyport.storage.memory.MemoryDevices;
import dev.sallyport.storage.memory.MemoryDocuments;
import dev.sallyport.storage.memory.MemoryErasure;
import dev.sallyport.storage.memory.MemoryExports;
import dev.sallyport.storage.memory.MemoryFiles;
import dev.sallyport.storage.memory.MemoryJobs;
import dev.sallyport.storage.memory.MemoryKeys;
import dev.sallyport.storage.memory.MemoryLetterCounts;
import dev.sallyport.storage.memory.MemoryLetters;
import dev.sallyport.storage.memory.MemoryOneTimeValues;
import dev.sallyport.storage.memory.MemoryPeople;
import dev.sallyport.storage.memory.MemorySessions;
import dev.sallyport.storage.sql.Database;
import dev.sallyport.storage.sql.DatabaseSettings;
import dev.sallyport.storage.sql.DatabaseUnavailable;
import dev.sallyport.storage.sql.DatabaseWatch;
import dev.sallyport.storage.sql.Following;
import dev.sallyport.storage.sql.PostgresDatabase;
import dev.sallyport.storage.sql.ReplicatedDatabase;
import dev.sallyport.storage.sql.ReplicatedDatabase.Freshness;
import dev.sallyport.storage.sql.SqlAddressKeys;
import dev.sallyport.storage.sql.SqlArrivals;
import dev.sallyport.storage.sql.SqlAttempts;
import dev.sallyport.storage.sql.SqlAudit;
import dev.sallyport.storage.sql.SqlClients;
import dev.sallyport.storage.sql.SqlConsents;
import dev.sallyport.storage.sql.SqlDevices;
import dev.sallyport.storage.sql.SqlDocuments;
import dev.sallyport.storage.sql.SqlErasure;
import dev.sallyport.storage.sql.SqlExports;
import dev.sallyport.storage.sql.SqlFiles;
import dev.sallyport.storage.sql.SqlIdentities;
import dev.sallyport.storage.sql.SqlJobDesk;
import dev.sallyport.storage.sql.SqlJobs;
import dev.sallyport.storage.sql.SqlKeptLetters;
import dev.sallyport.storage.sql.SqlKeys;
import dev.sallyport.storage.sql.SqlLetterCounts;
import dev.sallyport.storage.sql.SqlMailboxes;
import dev.sallyport.storage.sql.SqlOneTimeValues;
import dev.sallyport.storage.sql.SqlPeople;
import dev.sallyport.storage.sql.SqlRefresh;
import dev.sallyport.storage.sql.SqlSeals;
import dev.sallyport.storage.sql.SqlSessions;
import dev.sallyport.storage.sql.SqlShares;
import dev.sallyport.storage.sql.SqlUploads;
import dev.sallyport.storage.sql.SqliteDatabase;
import dev.sallyport.storage.sql.WatchedDatabase;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Every store over one ground, opened together and closed together. */
public record Stores(
        PersonStore people,
        Mailboxes mailboxes,
        SessionStore sessions,
        RefreshStore refresh,
        OneTimeStore oneTime,
        KeyStore keys,
        AttemptStore attempts,
        ClientStore clients,
        ConsentStore consents,
        DeviceStore devices,
        IdentityStore identities,
        ArrivalStore arrivals,
        AuditLog audit,
        AuditSeals seals,
        JobStore jobs,
        JobDesk jobDesk,
        LetterCounts letterCounts,
        KeptLetters keptLetters,
        FileStore files,
        UploadStore uploads,
        ShareStore shares,
        ExportStore exports,
        Erasure erasure,
        DocumentStore documents,
        AddressKeyStore addressKeys,
        Ground ground)
        implements AutoCloseable {
    /** What the stores stand on: a database, or the memory of this process. */
    public interface Ground extends AutoCloseable {
        void ping();

        /** How busy it is now. */
        Database.Load load();

        /** What time it is there; empty where its clock is this machine's own. */
        Optional<Instant> clock();

        /** Why it refused a write last, where that was within the last minute. */
        Optional<String> refusal();

        /** Stores that may read from a replica what was so a while ago, where there is a replica. */
        default Optional<Stores> aged() {
            return Optional.empty();
        }

        /** Stores that may read from a replica once that has caught up, where there is a replica. */
        default Optional<Stores> caughtUp() {
            return Optional.empty();
        }

        @Override
        void close();
    }

    /**
     * Opens the database and brings its schema to what this build knows.
     *
     * @throws DatabaseUnavailable with a message for the operator when that cannot be done
     */
    public static Stores open(DatabaseSettings settings) {
        return open(settings, AuditFollower.NOTHING);
    }

    /**
     * As above.
     *
     * @param follower what is to be done because of each event of the log
     */
    public static Stores open(DatabaseSettings settings, AuditFollower follower) {
        return over(database(settings, DatabaseWatch.NOBODY), follower);
    }

    /**
     * As above.
     *
     * @param watch who is told how long the database took and what came of it, and how a replica does
     * @param nanos a clock that only moves forward, in nanoseconds
     */
    public static Stores open(
            DatabaseSettings settings, AuditFollower follower, DatabaseWatch watch, LongSupplier nanos) {
        var database = new WatchedDatabase(database(settings, watch), watch, nanos);
        return opened(settings, database, follower, watch, nanos);
    }

    private static Stores opened(
            DatabaseSettings settings,
            Database database,
            AuditFollower follower,
            DatabaseWatch watch,
            LongSupplier nanos) {
        if (settings instanceof DatabaseSettings.Postgresql primary
                && primary.replica().isPresent()) {
            var following = Following.begin(primary, primary.replica().get(), database, watch, nanos);
            Stores aged = over(new ReplicatedDatabase(database, following, Freshness.A_LITTLE_OLD), follower);
            Stores caughtUp = over(new ReplicatedDatabase(database, following, Freshness.CAUGHT_UP), follower);
            return over(database, follower, new DatabaseGround.Replicated(database, following, aged, caughtUp));
        }
        return over(database, follower);
    }

    private static Database database(DatabaseSettings settings, DatabaseWatch watch) {
        return switch (settings) {
            case DatabaseSettings.Sqlite sqlite -> SqliteDatabase.open(sqlite.file(), watch);
            case DatabaseSettings.Postgresql postgresql -> PostgresDatabase.open(postgresql, watch);
        };
    }

    /** The stores over a database that is open already; closing them closes it. */
    public static Stores over(Database database) {
        return over(database, AuditFollower.NOTHING);
    }

    private static Stores over(Database database, AuditFollower follower) {
        return over(database, follower, new DatabaseGround.Alone(database));
    }

    private static Stores over(Database database, AuditFollower follower, Ground ground) {
        return new Stores(
                new SqlPeople(database),
                new SqlMailboxes(database),
                new SqlSessions(database),
                new SqlRefresh(database),
                new SqlOneTimeValues(database),
                new SqlKeys(database),
                new SqlAttempts(database),
                new SqlClients(database),
                new SqlConsents(database),
                new SqlDevices(database),
                new SqlIdentities(database),
                new SqlArrivals(database),
                new SqlAudit(database, follower),
                new SqlSeals(database),
                new SqlJobs(database),
                new SqlJobDesk(database),
                new SqlLetterCounts(database),
                new SqlKeptLetters(database),
                new SqlFiles(database),
                new SqlUploads(database),
                new SqlShares(database),
                new SqlExports(database),
                new SqlErasure(database),
                new SqlDocuments(database),
                new SqlAddressKeys(database),
                ground);
    }

    /** Stores that hold what they are given as long as this process lives. */
    public static Stores inMemory() {
        var jobs = new MemoryJobs();
        var people = new MemoryPeople();
        var sessions = new MemorySessions(jobs);
        var consents = new MemoryConsents();
        var files = new MemoryFiles();
        var audit = new MemoryAudit();
        var values = new MemoryOneTimeValues();
        var devices = new MemoryDevices();
        var identities = people.identities();
        var letters = new MemoryLetters();
        var exports = new MemoryExports(jobs);
        return new Stores(
                people,
                people.mailboxes(),
                sessions,
                sessions.refresh(),
                values,
                new MemoryKeys(),
                new MemoryAttempts(),
                new MemoryClients(consents::has),
                consents,
                devices,
                identities,
                identities.arrivals(),
                audit,
                audit.seals(),
                jobs,
                jobs,
                new MemoryLetterCounts(),
                letters,
                files,
                files.uploads(),
                files.shares(),
                exports,
                new MemoryErasure(
                        people,
                        sessions,
                        consents,
                        identities,
                        devices,
                        values,
                        exports,
                        files.shares(),
                        letters,
                        jobs),
                new MemoryDocuments(),
                new MemoryAddressKeys(),
                new Ground() {
                    @Override
                    public void ping() {
                        // Memory always answers.
                    }

                    @Override
                    public Database.Load load() {
                        return new Database.Load(0, 0, 0);
                    }

                    @Override
                    public Optional<Instant> clock() {
                        return Optional.empty();
                    }

                    @Override
                    public Optional<String> refusal() {
                        return Optional.empty();
                    }

                    @Override
                    public void close() {
                        // There is nothing to let go.
                    }
                });
    }

    /**
     * Asks the database for an answer, for readiness.
     *
     * @throws DatabaseUnavailable when there is none
     */
    public void ping() {
        ground.ping();
    }

    /** How busy the database is now. */
    public Database.Load load() {
        return ground.load();
    }

    /**
     * What time it is where the database runs; empty where its clock is this machine's own.
     *
     * @throws DatabaseUnavailable when there is no answer
     */
    public Optional<Instant> clock() {
        return ground.clock();
    }

    /** Why the database refused a write last, where that was within the last minute. */
    public Optional<String> refusal() {
        return ground.refusal();
    }

    /**
     * The same stores for reads that may be a little old: never for what decides who somebody is, whether something is revoked or used,
     * or for what somebody has just written and looks at. Without a replica they are these.
     */
    public Stores aged() {
        return ground.aged().orElse(this);
    }

    /** The same stores for reads that are heavy and can wait, and know everything that was written before they began. Without a replica they are these. */
    public Stores caughtUp() {
        return ground.caughtUp().orElse(this);
    }

    @Override
    public void close() {
        ground.close();
    }
}
