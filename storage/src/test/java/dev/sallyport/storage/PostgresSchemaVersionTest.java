package dev.sallyport.storage;

import dev.sallyport.storage.sql.Database;
import dev.sallyport.storage.sql.DatabaseSettings;
import dev.sallyport.storage.sql.PostgresDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class PostgresSchemaVersionTest extends SchemaVersionContract {
    private DatabaseSettings.Postgresql settings;

    @BeforeEach
    void create() throws SQLException {
        settings = PostgresServer.emptyDatabase();
    }

    @Override
    Database open() {
        return PostgresDatabase.open(settings);
    }
}
