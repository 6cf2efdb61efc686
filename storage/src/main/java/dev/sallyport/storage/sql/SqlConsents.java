package dev.sallyport.storage.sql;

import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.grant.Consent;
import dev.sallyport.domain.grant.ConsentStore;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.person.PersonId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Consents in the table {@code consent}. */
public final class SqlConsents implements ConsentStore {
    private static final String SELECT = "SELECT person, client, scope, given FROM consent WHERE person = ?";
    private static final int MOST = 500;

    private final Database database;

    public SqlConsents(Database database) {
        this.database = database;
    }

    @Override
    public void remember(Consent consent) {
        database.write(handle -> handle.change(
                "INSERT INTO consent (person, client, scope, given) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (person, client) DO UPDATE SET scope = excluded.scope, given = excluded.given",
                consent.person(),
                consent.client(),
                consent.scope(),
                consent.given()));
    }

    @Override
    public Optional<Consent> find(PersonId person, ClientId client) {
        return database.read(handle -> handle.first(SELECT + " AND client = ?", SqlConsents::consent, person, client));
    }

    @Override
    public List<Consent> of(PersonId person) {
        return database.read(
                handle -> handle.all(SELECT + " ORDER BY client LIMIT " + MOST, SqlConsents::consent, person));
    }

    @Override
    public boolean withdraw(PersonId person, ClientId client) {
        return database.write(
                        handle -> handle.change("DELETE FROM consent WHERE person = ? AND client = ?", person, client))
                == 1;
    }

    private static Consent consent(Row row) throws SQLException {
        return new Consent(
                new PersonId(row.uuid()),
                new ClientId(row.text()),
                Scope.parse(row.text()).orElseThrow(),
                row.time());
    }
}
