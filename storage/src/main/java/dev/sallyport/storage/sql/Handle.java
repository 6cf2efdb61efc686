package dev.sallyport.storage.sql;

import dev.sallyport.domain.Digest;
import dev.sallyport.kit.trace.Span;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One connection in the hands of one thread. It keeps the statements it has prepared until it is closed; their texts are
 * constants of the adapters, so their number is bounded.
 */
public final class Handle implements AutoCloseable {
    private final Connection connection;
    private final Dialect dialect;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Handle(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    Dialect dialect() {
        return dialect;
    }

    /** Runs an INSERT, UPDATE, DELETE or a command; says how many rows it changed. */
    public int change(String sql, Object... values) throws SQLException {
        return with(sql, values, PreparedStatement::executeUpdate);
    }

    /** The first row, of a SELECT or of a change that is RETURNING. */
    public <T> Optional<T> first(String sql, Row.Reader<T> reader, Object... values) throws SQLException {
        return with(sql, values, statement -> {
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(reader.read(new Row(result))) : Optional.empty();
            }
        });
    }

    /** Every row, in order. */
    public <T> List<T> all(String sql, Row.Reader<T> reader, Object... values) throws SQLException {
        return with(sql, values, statement -> {
            try (ResultSet result = statement.executeQuery()) {
                var rows = new ArrayList<T>();
                while (result.next()) {
                    rows.add(reader.read(new Row(result)));
                }
                return rows;
            }
        });
    }

    /** Whether there is any row. */
    public boolean any(String sql, Object... values) throws SQLException {
        return first(sql, row -> true, values).isPresent();
    }

    private interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    private <T> T with(String sql, Object[] values, Use<T> use) throws SQLException {
        return Span.current().isSampled()
                ? StatementSpan.of(sql, dialect).runs(() -> run(sql, values, use))
                : run(sql, values, use);
    }

    private <T> T run(String sql, Object[] values, Use<T> use) throws SQLException {
        PreparedStatement statement = prepared(sql);
        try {
            for (int i = 0; i < values.length; i++) {
                set(statement, i + 1, values[i]);
            }
            return use.of(statement);
        } catch (SQLException failure) {
            forget(sql, failure);
            throw failure;
        }
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }

    /** SQLite's driver closes a statement that met a full disk or a read error, so that it is good for nothing any more. */
    private void forget(String sql, SQLException failure) {
        try {
            prepared.remove(sql).close();
        } catch (SQLException alreadyClosed) {
            failure.addSuppressed(alreadyClosed);
        }
    }

    private static void set(PreparedStatement statement, int at, Object value) throws SQLException {
        switch (value) {
            case null -> statement.setNull(at, Types.NULL);
            case Optional<?> optional -> set(statement, at, optional.orElse(null));
            case String text -> statement.setString(at, text);
            case Integer number -> statement.setInt(at, number);
            case Long number -> statement.setLong(at, number);
            case Boolean yes -> statement.setInt(at, yes ? 1 : 0);
            case Instant time -> statement.setLong(at, Times.millis(time));
            case byte[] bytes -> statement.setBytes(at, bytes);
            case Digest digest -> statement.setString(at, digest.value());
            case Enum<?> constant -> statement.setString(at, constant.name());
            case UUID id -> statement.setString(at, id.toString());
            case LocalDate day -> statement.setString(at, day.toString());
            case Record id -> statement.setString(at, id.toString());
            default -> throw new SQLException("no column holds a " + value.getClass());
        }
    }

    Connection connection() {
        return connection;
    }

    /** Closes the statements and the connection. */
    @Override
    public void close() throws SQLException {
        try {
            for (PreparedStatement statement : prepared.values()) {
                statement.close();
            }
        } finally {
            prepared.clear();
            connection.close();
        }
    }
}
