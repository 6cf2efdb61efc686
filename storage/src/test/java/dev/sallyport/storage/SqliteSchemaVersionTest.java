package dev.sallyport.storage;

import dev.sallyport.storage.sql.Database;
import dev.sallyport.storage.sql.SqliteDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteSchemaVersionTest extends SchemaVersionContract {
    @TempDir
    Path folder;

    @Override
    Database open() {
        return SqliteDatabase.open(folder.resolve("sallyport.db"));
    }
}
