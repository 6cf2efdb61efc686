package dev.sallyport.storage.sql;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.DeviceRequest;
import dev.sallyport.domain.grant.DeviceRequest.Approval;
import dev.sallyport.domain.grant.DeviceRequest.State;
import dev.sallyport.domain.grant.DeviceStore;
import dev.sallyport.domain.grant.GrantTerms;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.SessionId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Devices that wait, in the table {@code device_code}; each step holds the request's row from reading to writing. */
public final class SqlDevices implements DeviceStore {
    private static final String COLUMNS =
            "digest, user_code, client, scope, terms, state, person, session, pace, polled, expires";

    private final Database database;

    public SqlDevices(Database database) {
        this.database = database;
    }

    @Override
    public boolean add(DeviceRequest request) {
        return database.write(handle -> handle.change(
                        "INSERT INTO device_code (" + COLUMNS
                                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                        request.code(),
                        request.userCode(),
                        request.client(),
                        request.scope(),
                        Documents.text(request.terms(), GrantTerms.NONE),
                        request.state(),
                        request.approval().map(Approval::person),
                        request.approval().map(Approval::session),
                        request.interval().toSeconds(),
                        request.polled(),
                        request.expires()))
                == 1;
    }

    @Override
    public Optional<DeviceRequest> byCode(Digest code) {
        return database.read(handle ->
                handle.first("SELECT " + COLUMNS + " FROM device_code WHERE digest = ?", SqlDevices::request, code));
    }

    @Override
    public Optional<DeviceRequest> pending(Digest userCode, Instant now) {
        return database.read(handle -> handle.first(
                "SELECT " + COLUMNS + " FROM device_code WHERE user_code = ? AND state = ? AND expires > ?",
                SqlDevices::request,
                userCode,
                State.PENDING,
                now));
    }

    @Override
    public boolean decide(Digest userCode, Decision decision, Instant now) {
        return database.write(handle -> {
            Optional<DeviceRequest> held = handle.first(
                            "SELECT " + COLUMNS + " FROM device_code WHERE user_code = ?" + handle.dialect().forUpdate,
                            SqlDevices::request,
                            userCode)
                    .filter(request -> request.isPending(now));
            return held.isPresent() && keep(handle, held.get().decided(decision));
        });
    }

    @Override
    public Polled poll(Digest code, Instant now) {
        return database.write(handle -> {
            Optional<DeviceRequest.Step> step = handle.first(
                            "SELECT " + COLUMNS + " FROM device_code WHERE digest = ?" + handle.dialect().forUpdate,
                            SqlDevices::request,
                            code)
                    .map(request -> request.poll(now));
            if (step.isEmpty()) {
                return new Polled.Gone();
            }
            keep(handle, step.get().after());
            return step.get().answer();
        });
    }

    private static boolean keep(Handle handle, DeviceRequest request) throws SQLException {
        return handle.change(
                        """
                        UPDATE device_code SET terms = ?, state = ?, person = ?, session = ?, pace = ?, polled = ?
                         WHERE digest = ?""",
                        Documents.text(request.terms(), GrantTerms.NONE),
                        request.state(),
                        request.approval().map(Approval::person),
                        request.approval().map(Approval::session),
                        request.interval().toSeconds(),
                        request.polled(),
                        request.code())
                == 1;
    }

    @Override
    public int takeBack(PersonId person, ClientId client) {
        return database.write(handle -> handle.change(
                "UPDATE device_code SET state = ? WHERE person = ? AND client = ? AND state = ?",
                State.DENIED,
                person,
                client,
                State.ALLOWED));
    }

    @Override
    public int purge(Instant before, int most) {
        return database.write(handle -> handle.change("""
                DELETE FROM device_code WHERE digest IN
                    (SELECT digest FROM device_code WHERE expires < ? ORDER BY expires LIMIT ?)""", before, most));
    }

    private static DeviceRequest request(Row row) throws SQLException {
        return new DeviceRequest(
                row.digest(),
                row.digest(),
                new ClientId(row.text()),
                Scope.parse(row.text()).orElseThrow(),
                Documents.read(row.maybeText(), GrantTerms.class, GrantTerms.NONE),
                row.constant(State.class),
                approval(row),
                Duration.ofSeconds(row.number()),
                row.maybeTime(),
                row.time());
    }

    private static Optional<Approval> approval(Row row) throws SQLException {
        var person = row.maybeUuid();
        var session = row.maybeUuid();
        return person.flatMap(p -> session.map(s -> new Approval(new PersonId(p), new SessionId(s))));
    }
}
