package dev.sallyport.storage;

import dev.sallyport.storage.sql.DatabaseSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class SqliteRaceTest extends RaceContract {
    @TempDir
    static Path folder;

    private static Stores stores;

    @BeforeAll
    static void open() {
        stores = Stores.open(new DatabaseSettings.Sqlite(folder.resolve("sallyport.db")));
    }

    @AfterAll
    static void close() {
        if (stores != null) {
            stores.close();
        }
    }

    @Override
    Stores stores() {
        return stores;
    }
}
