package dev.sallyport.resource.document;

import dev.sallyport.domain.Secret;
import dev.sallyport.storage.Stores;
import dev.sallyport.storage.sql.DatabaseSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class PostgresOwnersTest extends OwnersContract {
    private EmbeddedPostgres server;

    @Override
    Stores emptyStores() throws IOException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("dynamic_shared_memory_type", "mmap")
                .start();
        return Stores.open(new DatabaseSettings.Postgresql(
                "127.0.0.1", server.getPort(), "postgres", "postgres", Optional.of(Secret.of("postgres")), 4));
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
    }
}
