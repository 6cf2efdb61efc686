package dev.sallyport.storage.sql;

import dev.sallyport.domain.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One row of a result. Each call reads the next column, from left to right. */
public final class Row {
    private final ResultSet result;
    private int column;

    Row(ResultSet result) {
        this.result = result;
    }

    /** Makes a value of a row. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(Row row) throws SQLException;
    }

    public String text() throws SQLException {
        return result.getString(++column);
    }

    public Optional<String> maybeText() throws SQLException {
        return Optional.ofNullable(text());
    }

    public UUID uuid() throws SQLException {
        return UUID.fromString(text());
    }

    public Optional<UUID> maybeUuid() throws SQLException {
        return maybeText().map(UUID::fromString);
    }

    public int number() throws SQLException {
        return result.getInt(++column);
    }

    public long size() throws SQLException {
        return result.getLong(++column);
    }

    public boolean yes() throws SQLException {
        return number() != 0;
    }

    public byte[] bytes() throws SQLException {
        return result.getBytes(++column);
    }

    public Digest digest() throws SQLException {
        return new Digest(text());
    }

    public Optional<Digest> maybeDigest() throws SQLException {
        return maybeText().map(Digest::new);
    }

    public Instant time() throws SQLException {
        return Times.instant(size());
    }

    public Optional<Instant> maybeTime() throws SQLException {
        long millis = size();
        return result.wasNull() ? Optional.empty() : Optional.of(Times.instant(millis));
    }

    public <E extends Enum<E>> E constant(Class<E> type) throws SQLException {
        return Enum.valueOf(type, text());
    }

    /** Words that a space separates; none for an empty or absent text. */
    public List<String> words() throws SQLException {
        String text = text();
        return text == null || text.isEmpty() ? List.of() : Arrays.asList(text.split(" "));
    }
}
