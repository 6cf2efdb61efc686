package dev.sallyport.storage.sql;

import dev.sallyport.kit.http.TryLater;

/** The database cannot be used; the message says to an operator what is wrong and what would be right. */
public final class DatabaseUnavailable extends TryLater {
    private static final long serialVersionUID = 1L;

    public DatabaseUnavailable(String message) {
        super(message);
    }

    public DatabaseUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
