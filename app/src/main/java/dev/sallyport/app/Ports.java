package dev.sallyport.app;

import dev.sallyport.domain.job.Bell;
import dev.sallyport.domain.job.JobStore;
import dev.sallyport.domain.job.RingingJobStore;
import dev.sallyport.domain.key.Sealer;
import dev.sallyport.storage.Stores;
import dev.sallyport.storage.sql.DatabaseUnavailable;

/** The stores and the key that seals, opened: what the house and the commands about people, clients and keys share. */
record Ports(Stores stores, JobStore jobs, Bell bell, Sealer sealer) implements AutoCloseable {
    static Ports open(Settings settings, Machine machine) {
        Configuration configuration = settings.configuration();
        DataFolder.make(configuration.data());
        Sealer sealer = DataFolder.masterKey(configuration.masterKey(), machine.random());
        try {
            var stores = Stores.open(settings.database());
            var bell = new Bell();
            return new Ports(stores, new RingingJobStore(stores.jobs(), bell), bell, sealer);
        } catch (DatabaseUnavailable e) {
            throw new CannotStart(e.getMessage());
        }
    }

    @Override
    public void close() {
        stores.close();
    }
}
