package dev.sallyport.storage;

import org.junit.jupiter.api.Tag;

// The contract of sign-ins with places in Redis, over each database.

@Tag("slow")
@On.Sqlite
class RedisOverSqliteAttemptStoreTest extends RedisAttemptStoreContract {}

@On.Postgres
class RedisOverPostgresAttemptStoreTest extends RedisAttemptStoreContract {}
