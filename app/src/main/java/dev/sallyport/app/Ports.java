package dev.sallyport.app;

import dev.sallyport.domain.attempt.AttemptStore;
import dev.sallyport.domain.audit.AuditFollower;
import dev.sallyport.domain.audit.TellSubscribers;
import dev.sallyport.domain.bulletin.Bulletin.Topic;
import dev.sallyport.domain.client.ClientStore;
import dev.sallyport.domain.job.Bell;
import dev.sallyport.domain.job.JobStore;
import dev.sallyport.domain.job.RingingJobStore;
import dev.sallyport.domain.key.AnnouncedKeys;
import dev.sallyport.domain.key.KeyStore;
import dev.sallyport.domain.key.RotateKeys;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.domain.letter.NoticeOfEvents;
import dev.sallyport.storage.KeptClients;
import dev.sallyport.storage.Stores;
import dev.sallyport.storage.sql.DatabaseUnavailable;
import dev.sallyport.storage.sql.DatabaseWatch;
import dev.sallyport.worker.hook.Webhook;

/**
 * The stores and the key that seals, opened: what the house and the commands about people, clients and keys share.
 *
 * @param attempts where sign-ins are counted; what counts of it in the end is in the stores
 */
record Ports(
        Stores stores,
        AttemptStore attempts,
        KeyStore keys,
        ClientStore clients,
        JobStore jobs,
        Bell bell,
        Sealer sealer,
        CacheRoom cache)
        implements AutoCloseable {
    static Ports open(Settings settings, Machine machine) {
        return open(settings, machine, DatabaseWatch.NOBODY, AuditFollower.NOTHING);
    }

    /**
     * As above.
     *
     * @param watch who is told how the database does
     * @param listener who hears of events too
     */
    static Ports open(Settings settings, Machine machine, DatabaseWatch watch, AuditFollower listener) {
        Configuration configuration = settings.configuration();
        DataFolder.make(configuration.data());
        Sealer sealer = DataFolder.masterKey(configuration.masterKey(), machine.random());
        try {
            var stores = Stores.open(
                    settings.database(), following(settings, machine).and(listener), watch, machine.nanos());
            fits(sealer, stores, configuration, machine);
            var cache = new CacheRoom(settings, sealer, machine);
            var bell = new Bell();
            cache.bulletin().listen(Topic.JOBS, bell::ring);
            return new Ports(
                    stores,
                    cache.attempts(stores.attempts()),
                    new AnnouncedKeys(stores.keys(), cache.bulletin()),
                    new KeptClients(stores.clients(), cache.bulletin(), machine.nanos()),
                    new RingingJobStore(stores.jobs(), cache.bulletin()),
                    bell,
                    sealer,
                    cache);
        } catch (DatabaseUnavailable e) {
            throw new CannotStart(e.getMessage());
        }
    }

    /** What follows from events, whichever process or command they happen in. */
    private static AuditFollower following(Settings settings, Machine machine) {
        var subscriptions =
                settings.webhooks().stream().map(Webhook::subscription).toList();
        return new NoticeOfEvents(machine.random()).and(new TellSubscribers(subscriptions, machine.random()));
    }

    /** A key of the right length may still be another's; better said now than at the first sign-in. */
    private static void fits(Sealer sealer, Stores stores, Configuration configuration, Machine machine) {
        boolean strange = stores.keys().published(machine.clock().instant()).stream()
                .anyMatch(key ->
                        sealer.open(RotateKeys.PURPOSE, key.sealedPrivate()).isEmpty());
        if (strange) {
            stores.close();
            throw new CannotStart(
                    "the master key "
                            + configuration.masterKey().toAbsolutePath().normalize()
                            + " is not the one that this database was sealed with.",
                    "Restore the key that belongs to the database, or the database that belongs to the key.");
        }
    }

    @Override
    public void close() {
        cache.close();
        stores.close();
    }
}
