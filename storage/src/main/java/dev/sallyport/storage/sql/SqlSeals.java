package dev.sallyport.storage.sql;

import dev.sallyport.domain.audit.AuditRow;
import dev.sallyport.domain.audit.AuditSeal;
import dev.sallyport.domain.audit.AuditSeals;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Seals in the table {@code audit_seal}, and the places they gave in {@code audit_event}. */
public final class SqlSeals implements AuditSeals {
    private static final String SEAL = "number, first, last, through, at, mac, purged, purged_mac";
    private static final String ROW = "id, kind, person, session, address_day, address, details, at";
    private static final String PLACED = "SELECT " + ROW + ", place, mac FROM audit_event WHERE ";

    private final Database database;

    public SqlSeals(Database database) {
        this.database = database;
    }

    @Override
    public int seal(Sealing sealing, int most) {
        return database.write(handle -> {
            handle.dialect().lockName(handle, "audit seals");
            List<AuditRow> found = handle.all(
                    "SELECT " + ROW + " FROM audit_event WHERE place IS NULL ORDER BY at, id LIMIT ?",
                    SqlSeals::row,
                    most + 1);
            if (found.isEmpty()) {
                return 0;
            }
            boolean full = found.size() > most;
            List<AuditRow> rows = full ? found.subList(0, most) : found;
            Optional<AuditSeal> last =
                    handle.first("SELECT " + SEAL + " FROM audit_seal ORDER BY number DESC LIMIT 1", SqlSeals::sealOf);
            long first = Math.max(last.map(AuditSeal::last).orElse(0L), highest(handle)) + 1;
            keep(handle, sealing.seal(last, first, rows, full), rows);
            return rows.size();
        });
    }

    /** Places that were written by hand are not given a second time. */
    private static long highest(Handle handle) throws SQLException {
        return handle.first("SELECT COALESCE(MAX(place), 0) FROM audit_event", Row::size)
                .orElse(0L);
    }

    private static void keep(Handle handle, Sealed sealed, List<AuditRow> rows) throws SQLException {
        AuditSeal seal = sealed.seal();
        for (int i = 0; i < rows.size(); i++) {
            handle.change(
                    "UPDATE audit_event SET place = ?, mac = ? WHERE id = ?",
                    seal.first() + i,
                    sealed.macs().get(i),
                    rows.get(i).id());
        }
        handle.change(
                "INSERT INTO audit_seal (" + SEAL + ") VALUES (?, ?, ?, ?, ?, ?, NULL, NULL)",
                seal.number(),
                seal.first(),
                seal.last(),
                seal.through(),
                seal.at(),
                seal.mac());
    }

    @Override
    public List<AuditSeal> after(long number, int most) {
        return database.read(handle -> handle.all(
                "SELECT " + SEAL + " FROM audit_seal WHERE number > ? ORDER BY number LIMIT ?",
                SqlSeals::sealOf,
                number,
                most));
    }

    @Override
    public List<AuditRow.Placed> rows(long first, long last, int most) {
        return database.read(handle -> handle.all(
                PLACED + "place >= ? AND place <= ? ORDER BY place, id LIMIT ?", SqlSeals::placed, first, last, most));
    }

    @Override
    public List<AuditRow.Placed> outside(long last, int most) {
        return database.read(handle ->
                handle.all(PLACED + "place < 1 OR place > ? ORDER BY place, id LIMIT ?", SqlSeals::placed, last, most));
    }

    @Override
    public long waiting() {
        return database.read(handle -> handle.first("SELECT COUNT(*) FROM audit_event WHERE place IS NULL", Row::size))
                .orElse(0L);
    }

    @Override
    public Optional<AuditSeal> oldest() {
        return database.read(handle -> handle.first(
                "SELECT " + SEAL + " FROM audit_seal WHERE purged IS NULL ORDER BY number LIMIT 1", SqlSeals::sealOf));
    }

    @Override
    public int purge(AuditSeal seal, AuditSeal.Purged purged) {
        return database.write(handle -> {
            int noted = handle.change(
                    "UPDATE audit_seal SET purged = ?, purged_mac = ? WHERE number = ? AND purged IS NULL",
                    purged.at(),
                    purged.mac(),
                    seal.number());
            return noted == 0
                    ? 0
                    : handle.change(
                            "DELETE FROM audit_event WHERE place >= ? AND place <= ?", seal.first(), seal.last());
        });
    }

    private static AuditRow row(Row row) throws SQLException {
        return new AuditRow(
                row.maybeText().orElse(""),
                row.maybeText(),
                row.maybeText(),
                row.maybeText(),
                row.maybeText(),
                row.maybeText(),
                row.maybeText(),
                row.size());
    }

    private static AuditRow.Placed placed(Row row) throws SQLException {
        return new AuditRow.Placed(row(row), row.size(), row.maybeText().orElse(""));
    }

    private static AuditSeal sealOf(Row row) throws SQLException {
        return new AuditSeal(row.size(), row.size(), row.size(), row.time(), row.time(), row.text(), purge(row));
    }

    private static Optional<AuditSeal.Purged> purge(Row row) throws SQLException {
        var at = row.maybeTime();
        String mac = row.maybeText().orElse("");
        return at.map(time -> new AuditSeal.Purged(time, mac));
    }
}
