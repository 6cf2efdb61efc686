package dev.sallyport.resource.document;

import dev.sallyport.storage.Stores;
import dev.sallyport.storage.sql.DatabaseSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteOwnersTest extends OwnersContract {
    @TempDir
    static Path folder;

    @Override
    Stores emptyStores() {
        return Stores.open(new DatabaseSettings.Sqlite(folder.resolve("test.db")));
    }
}
