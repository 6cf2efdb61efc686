package dev.sallyport.storage.sql;

import com.zaxxer.hikari.util.DriverDataSource;
import dev.sallyport.domain.Secret;
import dev.sallyport.storage.sql.DatabaseSettings.Postgresql;
import dev.sallyport.storage.sql.DatabaseSettings.Server;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to the one of several servers that takes writes. Where two say that they do, because the primary of before came
 * back as if nothing had been, the one on the newer timeline is right, for each promotion begins one (PostgreSQL, "Timelines"),
 * and nobody goes back to an older timeline than was seen.
 */
final class NewestPrimary implements DataSource {
    private static final Logger LOG = LoggerFactory.getLogger(NewestPrimary.class);

    private static final String TIMELINE =
            "SELECT CASE WHEN pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on'"
                    + " THEN NULL ELSE pg_walfile_name(pg_current_wal_lsn()) END";

    /** The name of a file of the log begins with the timeline, as eight hexadecimal digits. */
    private static final int DIGITS = 8;

    /** How long the others have once one that takes writes has answered. */
    private static final long GRACE_MILLIS = 1_000;

    private final Map<Server, DataSource> servers = new LinkedHashMap<>();
    private final Set<Server> silent = ConcurrentHashMap.newKeySet();
    private final AtomicLong newest = new AtomicLong();
    private final long patienceMillis;
    private volatile Runnable moved = () -> {};

    /** @param patienceMillis how long a server may take to answer */
    NewestPrimary(Postgresql settings, Properties properties, long patienceMillis) {
        this.patienceMillis = patienceMillis;
        settings.servers().forEach(server -> servers.put(server, one(settings.at(server), properties)));
    }

    /** Connections to the server of these settings, whatever it is. */
    static DataSource one(Postgresql settings, Properties properties) {
        return new DriverDataSource(
                settings.jdbcUrl(),
                null,
                properties,
                settings.user(),
                settings.password().map(Secret::reveal).orElse(null));
    }

    /** What is to be done when a newer timeline is seen, so that connections to an older one are not used any more. */
    void whenMoved(Runnable then) {
        moved = then;
    }

    /** What a server said. */
    private sealed interface Answer {
        Server server();

        record Writes(Server server, Connection connection, long timeline) implements Answer {}

        record Follows(Server server) implements Answer {}

        record Failed(Server server, SQLException failure) implements Answer {}
    }

    @Override
    public Connection getConnection() throws SQLException {
        var round = new Round();
        servers.forEach((server, source) ->
                Thread.ofVirtual().name("database-" + server).start(() -> round.add(answer(server, source))));
        List<Answer> answers = round.answers();
        Optional<Answer.Writes> right = Optional.empty();
        for (Answer answer : answers) {
            if (answer instanceof Answer.Writes writes && writes.timeline() == newest.get() && right.isEmpty()) {
                right = Optional.of(writes);
            } else {
                drop(answer);
            }
        }
        return right.orElseThrow(() -> nobody(answers)).connection();
    }

    private static Answer answer(Server server, DataSource source) {
        try {
            Connection connection = source.getConnection();
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(TIMELINE)) {
                rows.next();
                String file = rows.getString(1);
                if (file != null) {
                    return new Answer.Writes(server, connection, Long.parseLong(file.substring(0, DIGITS), 16));
                }
            } catch (SQLException e) {
                letGo(connection);
                throw e;
            }
            letGo(connection);
            return new Answer.Follows(server);
        } catch (SQLException e) {
            return new Answer.Failed(server, e);
        }
    }

    private static void drop(Answer answer) {
        if (answer instanceof Answer.Writes writes) {
            letGo(writes.connection());
        }
    }

    private static void letGo(Connection connection) {
        try {
            connection.close();
        } catch (SQLException broken) {
            LOG.debug("a connection that nobody needs was broken already", broken);
        }
    }

    private SQLException nobody(List<Answer> answers) {
        var said = new ArrayList<String>();
        var failures = new ArrayList<SQLException>();
        for (Answer answer : answers) {
            said.add(answer.server() + " "
                    + switch (answer) {
                        case Answer.Follows follows -> "follows another or is read-only";
                        case Answer.Writes(var server, var connection, long timeline) ->
                            "was left behind (it is on timeline " + timeline + ", the newest is " + newest.get() + ")";
                        case Answer.Failed(var server, SQLException failure) -> {
                            failures.add(failure);
                            yield "failed: " + failure.getMessage();
                        }
                    });
        }
        // A server that refuses the user, or has no such database, says more than one that is not there.
        Optional<SQLException> telling =
                failures.stream().filter(failure -> !Troubles.isLost(failure)).findFirst();
        var nobody = new SQLException(
                "none of them takes writes: " + String.join("; ", said),
                telling.map(SQLException::getSQLState).orElse(Troubles.NOT_REACHED));
        failures.forEach(nobody::addSuppressed);
        return nobody;
    }

    /** One question to all servers. What comes after it has ended is let go, but what it said of timelines is remembered. */
    private final class Round {
        private final BlockingQueue<Answer> come = new LinkedBlockingQueue<>();
        private boolean over;

        void add(Answer answer) {
            silent.remove(answer.server());
            if (answer instanceof Answer.Writes writes) {
                see(writes.timeline());
            }
            synchronized (this) {
                if (!over) {
                    come.add(answer);
                    return;
                }
            }
            drop(answer);
        }

        List<Answer> answers() throws SQLException {
            var answers = new ArrayList<Answer>();
            var missing = new ArrayList<>(servers.keySet());
            boolean found = false;
            try {
                while (!missing.isEmpty() && !(found && silent.containsAll(missing))) {
                    Answer next = come.poll(found ? GRACE_MILLIS : patienceMillis, TimeUnit.MILLISECONDS);
                    if (next == null) {
                        break;
                    }
                    answers.add(next);
                    missing.remove(next.server());
                    found |= next instanceof Answer.Writes writes && writes.timeline() == newest.get();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                answers.forEach(NewestPrimary::drop);
                answers.clear();
                throw new SQLException("interrupted while asking who takes writes", Troubles.NOT_REACHED, e);
            } finally {
                end();
            }
            silent.addAll(missing);
            missing.forEach(server -> answers.add(
                    new Answer.Failed(server, new SQLException("it does not answer", Troubles.NOT_REACHED))));
            // Where two are on one timeline, everybody takes the same of them.
            var order = List.copyOf(servers.keySet());
            answers.sort(Comparator.comparingInt(answer -> order.indexOf(answer.server())));
            return answers;
        }

        private void end() {
            synchronized (this) {
                over = true;
            }
            come.forEach(NewestPrimary::drop);
        }
    }

    private void see(long timeline) {
        long before = newest.getAndAccumulate(timeline, Math::max);
        if (before != 0 && before < timeline) {
            moved.run();
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLException("the user is the one of the settings");
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // The driver writes to none.
    }

    /** The settings of the driver limit the time, for each server alike. */
    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public java.util.logging.Logger getParentLogger() {
        return java.util.logging.Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("this is no " + type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
