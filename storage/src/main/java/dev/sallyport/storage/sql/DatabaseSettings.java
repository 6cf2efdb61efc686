package dev.sallyport.storage.sql;

import dev.sallyport.domain.Secret;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which database to use, as {@code database} in the configuration says it. */
public sealed interface DatabaseSettings {
    /** SQLite in this file. */
    record Sqlite(Path file) implements DatabaseSettings {}

    /** A server of PostgreSQL; {@code name} is a name or an address, an IPv6 address in brackets. */
    record Server(String name, int port) {
        @Override
        public String toString() {
            return name + ":" + port;
        }
    }

    /** How a connection to PostgreSQL is encrypted: the names and meanings of libpq. */
    enum Encryption {
        DISABLE,
        ALLOW,
        PREFER,
        REQUIRE,
        VERIFY_CA,
        VERIFY_FULL;

        /** Whether the server must prove who it is. */
        boolean verifies() {
            return this == VERIFY_CA || this == VERIFY_FULL;
        }

        /** As libpq and the driver write it. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * PostgreSQL on a server.
     *
     * @param servers where it may be; of several, the one that takes writes is used, whichever it is at the time
     * @param encryption how connections are encrypted; the driver's {@code prefer} where it is empty
     * @param authorities the certificates of who vouches for the servers, as PEM; {@code system} for those that Java knows
     * @param connections the most connections that this process holds
     * @param replica who may answer reads beside them
     */
    record Postgresql(
            List<Server> servers,
            String name,
            String user,
            Optional<Secret> password,
            Optional<Encryption> encryption,
            Optional<String> authorities,
            int connections,
            Optional<ReplicaSettings> replica)
            implements DatabaseSettings {
        public Postgresql {
            servers = List.copyOf(servers);
        }

        /** One server, encrypted if it likes. */
        public Postgresql(String host, int port, String name, String user, Optional<Secret> password, int connections) {
            this(
                    List.of(new Server(host, port)),
                    name,
                    user,
                    password,
                    Optional.empty(),
                    Optional.empty(),
                    connections,
                    Optional.empty());
        }

        String jdbcUrl() {
            return "jdbc:postgresql://" + hosts() + "/" + name;
        }

        private String hosts() {
            return servers.stream().map(Server::toString).collect(Collectors.joining(","));
        }

        /** What the driver must be told beside the URL and the password. */
        Map<String, String> forDriver() {
            var properties = new LinkedHashMap<String, String>();
            encryption.ifPresent(mode -> properties.put("sslmode", mode.word()));
            authorities.ifPresent(file -> {
                if (file.equals(SYSTEM)) {
                    properties.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
                } else {
                    properties.put("sslrootcert", file);
                }
            });
            return Map.copyOf(properties);
        }

        /** The same for programs of PostgreSQL, as variables; the password is not among them. */
        Map<String, String> forPrograms() {
            var variables = new LinkedHashMap<String, String>();
            variables.put(
                    "PGHOST",
                    servers.stream()
                            .map(one -> one.name().replaceAll("[\\[\\]]", ""))
                            .collect(Collectors.joining(",")));
            variables.put(
                    "PGPORT",
                    servers.stream().map(one -> Integer.toString(one.port())).collect(Collectors.joining(",")));
            variables.put("PGUSER", user);
            variables.put("PGDATABASE", name);
            variables.put("PGCONNECT_TIMEOUT", "10");
            variables.put("PGAPPNAME", "sallyport backup");
            encryption.ifPresent(mode -> variables.put("PGSSLMODE", mode.word()));
            authorities.ifPresent(file -> variables.put("PGSSLROOTCERT", file));
            if (servers.size() > 1) {
                variables.put("PGTARGETSESSIONATTRS", "read-write");
            }
            return variables;
        }

        public Postgresql withConnections(int most) {
            return new Postgresql(servers, name, user, password, encryption, authorities, most, replica);
        }

        public Postgresql withReplica(ReplicaSettings other) {
            return new Postgresql(
                    servers, name, user, password, encryption, authorities, connections, Optional.of(other));
        }

        /** The same with one server only. */
        Postgresql at(Server server) {
            return new Postgresql(List.of(server), name, user, password, encryption, authorities, connections, replica);
        }

        /** Everything but the password. */
        @Override
        public String toString() {
            return "postgresql://" + user + "@" + hosts() + "/" + name;
        }
    }

    /** What came of reading the setting. */
    sealed interface Parsed {
        record Valid(DatabaseSettings settings) implements Parsed {}

        /** @param expected what would be right */
        record Invalid(String expected) implements Parsed {}
    }

    String FORM_OF_SERVERS = "postgresql://user@host:port/name";
    String FORM = "sqlite, or " + FORM_OF_SERVERS;
    String SYSTEM = "system";
    int CONNECTIONS = 16;
    int POSTGRESQL_PORT = 5432;

    /**
     * Reads {@code sqlite} or {@code postgresql://user[:password]@host[:port][,host[:port]]/name[?sslmode=…&sslrootcert=…&
     * target_session_attrs=read-write]} (also {@code postgres://}), the form of libpq (PostgreSQL, "Connection URIs").
     *
     * @param data the folder of {@code sallyport.db}
     * @param password what {@code database_password_file} holds, which goes before a password in the URL
     */
    static Parsed parse(String text, Path data, Optional<Secret> password) {
        return text.equals("sqlite")
                ? new Parsed.Valid(new Sqlite(data.resolve("sallyport.db")))
                : DatabaseUrl.parse(text, password, DatabaseUrl.Part.PRIMARY);
    }

    /** Reads {@code database_replica}, of the same form; {@code target_session_attrs} is {@code standby} here. */
    static Parsed parseReplica(String text, Optional<Secret> password) {
        return switch (DatabaseUrl.parse(text, password, DatabaseUrl.Part.REPLICA)) {
            case Parsed.Invalid(String expected) when expected.equals(FORM) -> new Parsed.Invalid(FORM_OF_SERVERS);
            case Parsed other -> other;
        };
    }
}
