package dev.sallyport.storage;

import org.junit.jupiter.api.BeforeEach;

/** What every store of one port does; a subclass says by {@link On} where it is tried. */
abstract class StoreContract {
    private Stores stores;

    @BeforeEach
    void begin(Stores empty) {
        stores = empty;
    }

    Stores stores() {
        return stores;
    }
}
