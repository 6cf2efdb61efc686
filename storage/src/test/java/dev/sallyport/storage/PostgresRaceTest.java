package dev.sallyport.storage;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresRaceTest extends RaceContract {
    private static Stores stores;

    @BeforeAll
    static void open() throws SQLException {
        stores = Stores.open(PostgresServer.emptyDatabase());
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
