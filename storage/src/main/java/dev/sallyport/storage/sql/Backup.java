package dev.sallyport.storage.sql;

import java.nio.file.Path;
import java.util.List;

/**
 * Copies of a whole database in one file of its own kind: an SQLite file, or an archive of {@code pg_dump}. So a copy can be read and put
 * back without Sallyport too. Why so: {@code docs/decisions/backup.md}.
 */
public sealed interface Backup permits SqliteBackup, PostgresBackup {
    /**
     * The way of this database.
     *
     * @param path where programs are found, as the variable PATH says it
     */
    static Backup of(DatabaseSettings settings, String path) {
        return switch (settings) {
            case DatabaseSettings.Sqlite sqlite -> new SqliteBackup(sqlite.file());
            case DatabaseSettings.Postgresql postgresql -> new PostgresBackup(postgresql, path);
        };
    }

    /**
     * Writes what the database holds at one moment, whoever reads and writes meanwhile, and reads it back. The file is whole or not there.
     *
     * @param file a file that is not there
     * @throws DatabaseUnavailable with what was in the way
     */
    void write(Path file);

    /** What a file turned out to be. */
    sealed interface Found {
        /**
         * A copy that this build can put back.
         *
         * @param sealedKeys the signing keys as they were sealed, to see whether a master key belongs to them
         */
        record Whole(List<byte[]> sealedKeys) implements Found {
            public Whole {
                sealedKeys = List.copyOf(sealedKeys);
            }
        }

        /** No such copy, or not a whole one, or one of a newer build; {@code why} goes on after "the file … ". */
        record Useless(String why) implements Found {}
    }

    /** Reads all of the file and changes nothing. */
    Found look(Path file);

    /** Whether the database holds anybody or anything that {@link #put} would replace. */
    boolean holdsSomething();

    /**
     * Puts a copy that was {@linkplain Found.Whole whole} in the place of what is there: at once, or not at all.
     *
     * @return what becomes of what was there before, for an operator; empty where nothing was
     * @throws DatabaseUnavailable when it could not be done; then everything is as before
     */
    String put(Path file);
}
