package dev.sallyport.storage.sql;

import dev.sallyport.domain.letter.KeptLetter;
import dev.sallyport.domain.letter.KeptLetters;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Letters in the table {@code kept_letter}. */
public final class SqlKeptLetters implements KeptLetters {
    private static final String COLUMNS = "id, recipient, language, subject, plain, html, written";

    private final Database database;

    public SqlKeptLetters(Database database) {
        this.database = database;
    }

    @Override
    public void keep(KeptLetter letter, int most) {
        database.write(handle -> {
            handle.change("DELETE FROM kept_letter WHERE id = ?", letter.id());
            handle.change(
                    "INSERT INTO kept_letter (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)",
                    letter.id(),
                    letter.recipient(),
                    letter.language(),
                    letter.subject(),
                    letter.plain(),
                    letter.html(),
                    letter.written());
            return handle.change(
                    "DELETE FROM kept_letter WHERE id NOT IN"
                            + " (SELECT id FROM kept_letter ORDER BY written DESC, id DESC LIMIT ?)",
                    most);
        });
    }

    @Override
    public Optional<KeptLetter> byId(UUID id) {
        return database.read(handle ->
                handle.first("SELECT " + COLUMNS + " FROM kept_letter WHERE id = ?", SqlKeptLetters::letter, id));
    }

    @Override
    public int purge(Instant before, int most) {
        return database.write(handle -> handle.change(
                "DELETE FROM kept_letter WHERE id IN"
                        + " (SELECT id FROM kept_letter WHERE written < ? ORDER BY written LIMIT ?)",
                before,
                most));
    }

    @Override
    public Page<KeptLetter> list(Slice slice) {
        Cursor from = Cursor.of(slice);
        var found = database.read(handle -> handle.all(
                "SELECT " + COLUMNS + " FROM kept_letter WHERE (written, id) < (?, ?)"
                        + " ORDER BY written DESC, id DESC LIMIT ?",
                SqlKeptLetters::letter,
                from.time(),
                from.id(),
                slice.limit() + 1));
        return Cursor.page(
                found, slice, last -> Cursor.at(last.written(), last.id()).toString());
    }

    private static KeptLetter letter(Row row) throws SQLException {
        return new KeptLetter(row.uuid(), row.text(), row.text(), row.text(), row.text(), row.maybeText(), row.time());
    }
}
