package dev.sallyport.storage.sql;

import dev.sallyport.domain.privacy.AddressKeyStore;
import java.time.LocalDate;

/** The sealed keys of the days, in the table {@code address_key}. */
public final class SqlAddressKeys implements AddressKeyStore {
    private static final String SELECT = "SELECT sealed FROM address_key WHERE day = ?";

    private final Database database;

    public SqlAddressKeys(Database database) {
        this.database = database;
    }

    @Override
    public byte[] keyOf(LocalDate day, byte[] candidate) {
        return database.read(handle -> handle.first(SELECT, Row::bytes, day))
                .orElseGet(() -> database.write(handle -> {
                    handle.change(
                            "INSERT INTO address_key (day, sealed) VALUES (?, ?) ON CONFLICT DO NOTHING",
                            day,
                            candidate);
                    return handle.first(SELECT, Row::bytes, day).orElseThrow();
                }));
    }

    @Override
    public int destroyBefore(LocalDate day) {
        int gone = database.write(handle -> handle.change("DELETE FROM address_key WHERE day < ?", day));
        if (gone > 0) {
            database.scrub();
        }
        return gone;
    }
}
