package dev.sallyport.storage.sql;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.client.ClientMetadata;
import dev.sallyport.domain.client.ClientStore;
import dev.sallyport.domain.client.GrantType;
import dev.sallyport.domain.grant.Scope;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Clients in the table {@code client}. */
public final class SqlClients implements ClientStore {
    private static final String COLUMNS =
            "id, name, is_public, secrets, grants, scopes, redirect_uris, refresh_in_cookie,"
                    + " enabled, origin, created, metadata";

    private final Database database;

    public SqlClients(Database database) {
        this.database = database;
    }

    @Override
    public boolean add(Client client) {
        return database.write(handle -> insert(handle, client));
    }

    private static boolean insert(Handle handle, Client client) throws SQLException {
        return handle.change(
                        "INSERT INTO client (name, is_public, secrets, grants, scopes, redirect_uris, refresh_in_cookie,"
                                + " enabled, origin, created, metadata, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT DO NOTHING",
                        values(client))
                == 1;
    }

    private static boolean update(Handle handle, Client client) throws SQLException {
        return handle.change("""
                        UPDATE client SET name = ?, is_public = ?, secrets = ?, grants = ?, scopes = ?, redirect_uris = ?,
                               refresh_in_cookie = ?, enabled = ?, origin = ?, created = ?, metadata = ?
                         WHERE id = ?""", values(client)) == 1;
    }

    private static Object[] values(Client client) {
        return new Object[] {
            client.name(),
            client.isPublic(),
            words(client.secrets()),
            client.grants().stream().map(GrantType::name).sorted().collect(Collectors.joining(" ")),
            client.scopes(),
            String.join("\n", client.redirectUris()),
            client.refreshInCookie(),
            client.enabled(),
            client.origin(),
            client.created(),
            Documents.text(client.metadata(), ClientMetadata.NONE),
            client.id()
        };
    }

    @Override
    public Optional<Client> byId(ClientId id) {
        return database.read(handle -> byId(handle, id));
    }

    private static Optional<Client> byId(Handle handle, ClientId id) throws SQLException {
        return handle.first("SELECT " + COLUMNS + " FROM client WHERE id = ?", SqlClients::client, id);
    }

    @Override
    public boolean replace(Client client) {
        return database.write(handle -> update(handle, client));
    }

    @Override
    public boolean replace(Client current, Client next) {
        return database.write(handle -> handle.first(
                                "SELECT " + COLUMNS + " FROM client WHERE id = ?" + handle.dialect().forUpdate,
                                SqlClients::client,
                                current.id())
                        .filter(current::equals)
                        .isPresent()
                && update(handle, next));
    }

    @Override
    public int purgeUnused(Instant before, int most) {
        return database.write(handle -> handle.change("""
                DELETE FROM client WHERE id IN (
                    SELECT id FROM client
                     WHERE origin = 'REGISTERED' AND created < ?
                       AND NOT EXISTS (SELECT 1 FROM consent WHERE consent.client = client.id)
                     ORDER BY created LIMIT ?)""", before, most));
    }

    @Override
    public boolean changeSecrets(ClientId id, List<Digest> current, List<Digest> next) {
        return changed("UPDATE client SET secrets = ? WHERE id = ? AND secrets = ?", words(next), id, words(current));
    }

    @Override
    public boolean enable(ClientId id, boolean enabled) {
        return changed("UPDATE client SET enabled = ? WHERE id = ?", enabled, id);
    }

    @Override
    public boolean remove(ClientId id) {
        return changed("DELETE FROM client WHERE id = ?", id);
    }

    private boolean changed(String sql, Object... values) {
        return database.write(handle -> handle.change(sql, values)) == 1;
    }

    private static String words(List<Digest> digests) {
        return digests.stream().map(Digest::value).collect(Collectors.joining(" "));
    }

    @Override
    public Page<Client> list(Slice slice) {
        var found = database.read(handle -> handle.all(
                "SELECT " + COLUMNS + " FROM client WHERE id > ? ORDER BY id LIMIT ?",
                SqlClients::client,
                slice.after().orElse(""),
                slice.limit() + 1));
        return Cursor.page(found, slice, last -> last.id().value());
    }

    @Override
    public Reconciled reconcile(List<Client> declared) {
        return database.write(handle -> {
            handle.dialect().lockTable(handle, "client");
            int added = 0;
            int changed = 0;
            for (Client client : declared) {
                Optional<Client> before = byId(handle, client.id());
                if (before.isEmpty()) {
                    added += insert(handle, client) ? 1 : 0;
                } else {
                    Client now = client.createdAt(before.get().created());
                    changed += !now.equals(before.get()) && update(handle, now) ? 1 : 0;
                }
            }
            return new Reconciled(added, changed, removeAllDeclaredBut(handle, declared));
        });
    }

    /** Those that registered may be many, and none of them is read for it. */
    private static int removeAllDeclaredBut(Handle handle, List<Client> declared) throws SQLException {
        Set<String> names = declared.stream().map(client -> client.id().value()).collect(Collectors.toSet());
        int removed = 0;
        for (String id : handle.all("SELECT id FROM client WHERE origin = 'DECLARED'", Row::text)) {
            removed += names.contains(id) ? 0 : handle.change("DELETE FROM client WHERE id = ?", id);
        }
        return removed;
    }

    private static Client client(Row row) throws SQLException {
        return new Client(
                new ClientId(row.text()),
                row.text(),
                row.yes(),
                row.words().stream().map(Digest::new).toList(),
                row.words().stream().map(GrantType::valueOf).collect(Collectors.toSet()),
                Scope.parse(row.text()).orElseThrow(),
                lines(row.text()),
                row.yes(),
                row.yes(),
                row.constant(Client.Origin.class),
                row.time(),
                Documents.read(row.maybeText(), ClientMetadata.class, ClientMetadata.NONE));
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split("\n"));
    }
}
