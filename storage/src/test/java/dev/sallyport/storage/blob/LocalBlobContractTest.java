package dev.sallyport.storage.blob;

import dev.sallyport.domain.file.BlobStore;
import dev.sallyport.domain.file.StagedBytes;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class LocalBlobContractTest extends BlobStoreContract {
    private LocalBlobStore blobs;
    private LocalStaging staged;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        blobs = LocalBlobStore.open(folder.resolve("files"));
        staged = LocalStaging.open(folder.resolve("uploads"), blobs);
    }

    @Override
    BlobStore blobs() {
        return blobs;
    }

    @Override
    StagedBytes staged() {
        return staged;
    }
}
