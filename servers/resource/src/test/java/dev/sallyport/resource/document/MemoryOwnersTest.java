package dev.sallyport.resource.document;

import dev.sallyport.storage.Stores;

class MemoryOwnersTest extends OwnersContract {
    @Override
    Stores emptyStores() {
        return Stores.inMemory();
    }
}
