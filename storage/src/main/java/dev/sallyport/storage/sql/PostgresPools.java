package dev.sallyport.storage.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sallyport.storage.sql.DatabaseSettings.Postgresql;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;

/** How connections to PostgreSQL are made, and which limits of time they have, by what they are for. */
final class PostgresPools {
    /** How long a request waits for a place and for a connection. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Who could ask the primary as well does not wait for long. */
    static final Duration IMPATIENCE = Duration.ofMillis(500);

    private static final Duration VALIDATION = Duration.ofSeconds(2);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration STATEMENT = Duration.ofSeconds(10);

    /** Half the usual, so that there is time for the primary in its place. */
    private static final Duration STATEMENT_OF_STANDBY = Duration.ofSeconds(5);

    /** Each new connection asks all servers who was promoted last; so a primary that was left behind is noticed within this time. */
    private static final Duration RENEWAL = Duration.ofSeconds(30);

    /** A server that is there has ended the statement before; silence for longer means that the way to it is gone. */
    private static final Duration SILENCE = STATEMENT.plusSeconds(5);

    /** Longer than anything that a house does in one transaction. */
    private static final Duration UNHURRIED_LOCK = Duration.ofSeconds(60);

    private PostgresPools() {}

    /** For requests, which read and write; there must be a primary now. */
    static HikariDataSource requests(Postgresql settings) {
        return primary(settings, config("sallyport", settings.connections(), PATIENCE));
    }

    /** One connection to the primary that no request waits for. */
    static HikariDataSource besides(Postgresql settings) {
        HikariConfig config = config("sallyport beside", 1, PATIENCE);
        config.setInitializationFailTimeout(-1);
        return primary(settings, config);
    }

    private static HikariDataSource primary(Postgresql settings, HikariConfig config) {
        Properties properties = limited(settings, "sallyport", STATEMENT);
        if (settings.servers().size() == 1) {
            config.setDataSource(NewestPrimary.one(settings, properties));
            return new HikariDataSource(config);
        }
        var newest = new NewestPrimary(settings, properties, CONNECT.toMillis());
        config.setDataSource(newest);
        config.setMaxLifetime(RENEWAL.toMillis());
        // What lives so shortly needs nobody to keep it alive.
        config.setKeepaliveTime(0);
        var pool = new HikariDataSource(config);
        newest.whenMoved(() -> pool.getHikariPoolMXBean().softEvictConnections());
        return pool;
    }

    /** For reads that a standby may answer, spread over those of the settings; none of them need be there. */
    static HikariDataSource standbys(Postgresql settings) {
        Properties properties = limited(settings, "sallyport replica", STATEMENT_OF_STANDBY);
        if (settings.servers().size() > 1) {
            properties.setProperty("targetServerType", "secondary");
            properties.setProperty("loadBalanceHosts", "true");
        }
        HikariConfig config = config("sallyport replica", settings.connections(), IMPATIENCE);
        config.setDataSource(NewestPrimary.one(settings, properties));
        config.setMinimumIdle(1);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    private static Properties limited(Postgresql settings, String program, Duration statement) {
        Properties properties = forDriver(
                settings,
                program,
                "-c statement_timeout=" + statement.toSeconds()
                        + "s -c idle_in_transaction_session_timeout=30s -c lock_timeout=5s");
        properties.setProperty("socketTimeout", Long.toString(SILENCE.toSeconds()));
        return properties;
    }

    private static HikariConfig config(String name, int most, Duration patience) {
        var config = new HikariConfig();
        config.setPoolName(name);
        config.setMaximumPoolSize(most);
        config.setConnectionTimeout(patience.toMillis());
        config.setValidationTimeout(Math.min(VALIDATION.toMillis(), patience.toMillis()));
        config.setAutoCommit(true);
        return config;
    }

    /** For work that takes as long as it takes, such as a migration; only for a lock nobody waits for ever. */
    static DataSource unhurried(Postgresql settings) {
        Properties properties =
                forDriver(settings, "sallyport work", "-c lock_timeout=" + UNHURRIED_LOCK.toSeconds() + "s");
        return settings.servers().size() == 1
                ? NewestPrimary.one(settings, properties)
                : new NewestPrimary(settings, properties, CONNECT.toMillis());
    }

    /** What the driver must be told for each connection. */
    private static Properties forDriver(Postgresql settings, String program, String options) {
        var properties = new Properties();
        properties.putAll(settings.forDriver());
        properties.setProperty("ApplicationName", program);
        properties.setProperty("connectTimeout", Long.toString(CONNECT.toSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("options", options);
        return properties;
    }
}
