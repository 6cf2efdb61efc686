package dev.sallyport.app;

import dev.sallyport.domain.Secret;
import dev.sallyport.kit.json.Bound.Mistake;
import dev.sallyport.storage.sql.DatabaseSettings;
import dev.sallyport.storage.sql.DatabaseSettings.Parsed;
import dev.sallyport.storage.sql.DatabaseSettings.Postgresql;
import dev.sallyport.storage.sql.ReplicaSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Reads which database the house uses, and which replica of it.
 *
 * @param secret reads a file of a secret, by its pointer; empty where that is a mistake, which it has told then
 */
record ReadDatabase(BiFunction<String, Path, Optional<Secret>> secret, List<Mistake> mistakes) {
    private static final String REPLICA = "/database_replica";

    /** Less is less than it takes to ask how far a replica has come; after more, it is no help to say what is old. */
    private static final Duration LEAST = Duration.ofMillis(100);

    private static final Duration MOST = Duration.ofMinutes(10);

    /** Nothing where that is a mistake. */
    Optional<DatabaseSettings> read(Configuration configuration) {
        Optional<Secret> password =
                configuration.databasePasswordFile().flatMap(file -> secret.apply("/database_password_file", file));
        Optional<ReplicaSettings> replica = replica(configuration, password);
        return switch (DatabaseSettings.parse(configuration.database(), configuration.data(), password)) {
            case Parsed.Valid(Postgresql postgresql) -> {
                Postgresql primary = postgresql.withConnections(configuration.databaseConnections());
                yield Optional.of(replica.map(primary::withReplica).orElse(primary));
            }
            case Parsed.Valid(var sqlite) -> {
                configuration
                        .databaseReplica()
                        .ifPresent(url -> mistakes.add(
                                new Mistake(REPLICA, Settings.hidden(url), "needs database: postgresql://…")));
                yield Optional.of(sqlite);
            }
            case Parsed.Invalid(var expected) -> {
                mistakes.add(
                        new Mistake("/database", Settings.hidden(configuration.database()), "must be " + expected));
                yield Optional.empty();
            }
        };
    }

    private Optional<ReplicaSettings> replica(Configuration configuration, Optional<Secret> password) {
        Duration lag = configuration.databaseReplicaLag();
        if (lag.compareTo(LEAST) < 0 || lag.compareTo(MOST) > 0) {
            mistakes.add(new Mistake("/database_replica_lag", lag.toString(), "must be from 100ms to 10m"));
        }
        return configuration.databaseReplica().flatMap(url -> switch (DatabaseSettings.parseReplica(url, password)) {
            case Parsed.Valid(Postgresql standbys) ->
                Optional.of(new ReplicaSettings(standbys.withConnections(configuration.databaseConnections()), lag));
            case Parsed.Valid(var other) -> throw new IllegalStateException("only PostgreSQL has replicas: " + other);
            case Parsed.Invalid(var expected) -> {
                mistakes.add(new Mistake(REPLICA, Settings.hidden(url), "must be " + expected));
                yield Optional.empty();
            }
        });
    }
}
