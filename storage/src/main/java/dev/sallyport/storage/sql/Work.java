package dev.sallyport.storage.sql;

import java.sql.SQLException;

/** What is done with a connection. It may be run again after a conflict, so it changes nothing but the database. */
@FunctionalInterface
public interface Work<T> {
    T in(Handle handle) throws SQLException;
}
