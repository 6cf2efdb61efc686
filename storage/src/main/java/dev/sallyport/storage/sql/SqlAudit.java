package dev.sallyport.storage.sql;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.AuditFollower;
import dev.sallyport.domain.audit.AuditLog;
import dev.sallyport.domain.audit.AuditQuery;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.AddressPseudonym;
import dev.sallyport.domain.session.SessionId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Events in the table {@code audit_event}. */
public final class SqlAudit implements AuditLog {
    private static final String COLUMNS = "id, kind, person, session, address_day, address, details, at";
    private static final String NEWEST_FIRST = " AND (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT ?";

    private final Database database;
    private final AuditFollower follower;

    public SqlAudit(Database database) {
        this(database, AuditFollower.NOTHING);
    }

    /** @param follower what is to be done because of each event */
    public SqlAudit(Database database, AuditFollower follower) {
        this.database = database;
        this.follower = follower;
    }

    @Override
    public void append(AuditEvent event) {
        List<Job> following = follower.after(event);
        database.write(handle -> {
            for (Job job : following) {
                SqlJobs.add(handle, job);
            }
            return handle.change(
                    "INSERT INTO audit_event (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    event.id(),
                    event.kind(),
                    event.person(),
                    event.session(),
                    event.address().map(AddressPseudonym::day),
                    event.address().map(AddressPseudonym::value),
                    Facts.text(event.details()),
                    event.at());
        });
    }

    @Override
    public Page<AuditEvent> find(AuditQuery query, Slice slice) {
        Cursor after = Cursor.of(slice);
        var text = new StringBuilder("SELECT " + COLUMNS + " FROM audit_event WHERE at >= ? AND at < ?");
        var values = new ArrayList<Object>(List.of(query.from(), query.until()));
        query.person().ifPresent(person -> {
            text.append(" AND person = ?");
            values.add(person);
        });
        query.kind().ifPresent(kind -> {
            text.append(" AND kind = ?");
            values.add(kind);
        });
        text.append(NEWEST_FIRST);
        values.addAll(List.of(after.time(), after.id(), slice.limit() + 1));
        List<AuditEvent> found =
                database.read(handle -> handle.all(text.toString(), SqlAudit::event, values.toArray()));
        return Cursor.page(found, slice, last -> Cursor.at(last.at(), last.id()).toString());
    }

    private static AuditEvent event(Row row) throws SQLException {
        return new AuditEvent(
                row.uuid(),
                row.constant(AuditEvent.Kind.class),
                row.maybeUuid().map(PersonId::new),
                row.maybeUuid().map(SessionId::new),
                SqlSessions.address(row),
                Facts.of(row.text()),
                row.time());
    }
}
