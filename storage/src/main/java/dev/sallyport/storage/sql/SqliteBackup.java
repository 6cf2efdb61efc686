package dev.sallyport.storage.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Copies of a SQLite file, by SQLite itself ({@code VACUUM INTO}). */
final class SqliteBackup implements Backup {
    /** The first bytes of every SQLite file (https://sqlite.org/fileformat2.html §1.3.1). */
    private static final String HEAD = "SQLite format 3\0";

    private final Path database;

    SqliteBackup(Path database) {
        this.database = database;
    }

    @Override
    public void write(Path file) {
        if (!Files.exists(database)) {
            throw new DatabaseUnavailable("there is no " + database + " to copy");
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            try (Connection connection = SqliteDatabase.alone(database)) {
                var handle = new Handle(connection, Dialect.SQLITE);
                handle.change("VACUUM INTO ?", part.toString());
            }
            OwnersFile.only(part);
            OwnersFile.sync(part);
            Found found = lookAt(part);
            if (found instanceof Found.Useless(String why)) {
                throw new DatabaseUnavailable("the copy of " + database + " " + why);
            }
            Files.move(part, file);
            OwnersFile.sync(file.toAbsolutePath().getParent());
        } catch (SQLException e) {
            throw Troubles.of(database.toString(), e);
        } catch (IOException e) {
            throw new DatabaseUnavailable("the copy " + file + " cannot be written: " + e, e);
        } finally {
            OwnersFile.forget(part);
        }
    }

    @Override
    public Found look(Path file) {
        try {
            if (!hasHead(file)) {
                return new Found.Useless("is no SQLite database, so it is no backup of one");
            }
            Path fresh = fresh();
            try {
                copy(file, fresh);
                return lookAt(fresh);
            } finally {
                forget(fresh);
            }
        } catch (IOException e) {
            return new Found.Useless("cannot be read: " + e);
        }
    }

    private static boolean hasHead(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(HEAD.length()), StandardCharsets.ISO_8859_1).equals(HEAD);
        }
    }

    private Path fresh() {
        return database.resolveSibling(database.getFileName() + ".restoring");
    }

    private static void copy(Path file, Path to) throws IOException {
        forget(to);
        Files.copy(file, to);
        OwnersFile.only(to);
        OwnersFile.sync(to);
    }

    /** With the logs that opening it may have made. */
    private static void forget(Path file) {
        for (String end : List.of("", "-wal", "-shm", "-journal")) {
            OwnersFile.forget(file.resolveSibling(file.getFileName() + end));
        }
    }

    private static Found lookAt(Path file) {
        try (Connection connection = SqliteDatabase.alone(file)) {
            var handle = new Handle(connection, Dialect.SQLITE);
            List<String> verdict = handle.all("PRAGMA integrity_check", Row::text);
            if (!verdict.equals(List.of("ok"))) {
                return new Found.Useless("is damaged: " + verdict.getFirst());
            }
            if (!handle.all("PRAGMA foreign_key_check", Row::text).isEmpty()) {
                return new Found.Useless("is damaged: rows refer to others that are not there");
            }
            return Migrations.unfit(Migrations.described(handle))
                    .<Found>map(Found.Useless::new)
                    .orElse(new Found.Whole(handle.all("SELECT sealed_private FROM signing_key", Row::bytes)));
        } catch (SQLException e) {
            return new Found.Useless("is damaged or cut off: " + e.getMessage());
        }
    }

    @Override
    public boolean holdsSomething() {
        return Files.exists(database);
    }

    @Override
    public String put(Path file) {
        Path fresh = fresh();
        try {
            copy(file, fresh);
            String before = holdsSomething() ? "What was there before is now " + keep() + "." : "";
            Files.move(fresh, database, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            OwnersFile.sync(database.toAbsolutePath().getParent());
            return before;
        } catch (IOException e) {
            throw new DatabaseUnavailable("the backup cannot be put in the place of " + database + ": " + e, e);
        } finally {
            forget(fresh);
        }
    }

    /** A second name for what is there, so that there is a whole database at any moment. Its log is emptied into it before. */
    private Path keep() throws IOException {
        if (hasHead(database)) {
            settle();
        }
        Path kept = free();
        try {
            Files.createLink(kept, database);
        } catch (UnsupportedOperationException noLinksHere) {
            Files.copy(database, kept);
            OwnersFile.sync(kept);
        }
        for (String end : List.of("-wal", "-shm")) {
            Files.deleteIfExists(database.resolveSibling(database.getFileName() + end));
        }
        return kept;
    }

    private void settle() {
        try (Connection connection = SqliteDatabase.alone(database)) {
            var handle = new Handle(connection, Dialect.SQLITE);
            if (handle.first("PRAGMA wal_checkpoint(TRUNCATE)", Row::number).orElse(1) != 0) {
                throw new DatabaseUnavailable("the database " + database + " is in use by another program; stop it");
            }
        } catch (SQLException damaged) {
            // It is kept as it is; it is being replaced because it is damaged, as likely as not.
            if (damaged.getErrorCode() == 5) {
                throw Troubles.of(database.toString(), damaged);
            }
        }
    }

    private Path free() {
        for (int number = 1; ; number++) {
            Path kept = database.resolveSibling(database.getFileName() + ".before-restore-" + number);
            if (!Files.exists(kept)) {
                return kept;
            }
        }
    }
}
