package dev.sallyport.storage.sql;

import dev.sallyport.domain.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Which database to use, as {@code database} in the configuration says it. */
public sealed interface DatabaseSettings {
    /** SQLite in this file. */
    record Sqlite(Path file) implements DatabaseSettings {}

    /**
     * PostgreSQL on a server.
     *
     * @param connections the most connections that this process holds
     */
    record Postgresql(String host, int port, String name, String user, Optional<Secret> password, int connections)
            implements DatabaseSettings {
        String jdbcUrl() {
            return "jdbc:postgresql://" + host + ":" + port + "/" + name;
        }

        /** Everything but the password. */
        @Override
        public String toString() {
            return "postgresql://" + user + "@" + host + ":" + port + "/" + name;
        }
    }

    /** What came of reading the setting. */
    sealed interface Parsed {
        record Valid(DatabaseSettings settings) implements Parsed {}

        /** @param expected what would be right */
        record Invalid(String expected) implements Parsed {}
    }

    String FORM = "sqlite, or postgresql://user@host:port/name";
    int CONNECTIONS = 16;
    int POSTGRESQL_PORT = 5432;

    /**
     * Reads {@code sqlite} or {@code postgresql://user[:password]@host[:port]/name} (also {@code postgres://}).
     *
     * @param data the folder of {@code sallyport.db}
     * @param password what {@code database_password_file} holds, which goes before a password in the URL
     */
    static Parsed parse(String text, Path data, Optional<Secret> password) {
        if (text.equals("sqlite")) {
            return new Parsed.Valid(new Sqlite(data.resolve("sallyport.db")));
        }
        try {
            URI uri = URI.create(text);
            String scheme = String.valueOf(uri.getScheme());
            String path = uri.getRawPath() == null ? "" : uri.getRawPath();
            boolean fits = (scheme.equals("postgresql") || scheme.equals("postgres"))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() != null
                    && path.matches("/[A-Za-z0-9_.~-]+")
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            return fits ? new Parsed.Valid(postgresql(uri, path, password)) : new Parsed.Invalid(FORM);
        } catch (IllegalArgumentException notUri) {
            return new Parsed.Invalid(FORM);
        }
    }

    private static Postgresql postgresql(URI uri, String path, Optional<Secret> password) {
        String[] user = uri.getRawUserInfo().split(":", 2);
        Optional<Secret> inline = user.length == 2 ? Optional.of(Secret.of(decoded(user[1]))) : Optional.empty();
        int port = uri.getPort() < 0 ? POSTGRESQL_PORT : uri.getPort();
        return new Postgresql(
                uri.getHost(), port, path.substring(1), decoded(user[0]), password.or(() -> inline), CONNECTIONS);
    }

    private static String decoded(String text) {
        // In user information a plus sign is a plus sign (RFC 3986 §2.2).
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
