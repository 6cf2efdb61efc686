package dev.sallyport.app;

import dev.sallyport.storage.blob.LocalBlobStore;
import java.io.IOException;

/** The folder of uploaded files, opened. */
final class UploadedFiles {
    private UploadedFiles() {}

    /** @throws CannotStart with a reason for the operator */
    static LocalBlobStore in(Configuration configuration) {
        var folder = configuration.data().resolve("files");
        try {
            return LocalBlobStore.open(folder);
        } catch (IOException e) {
            throw new CannotStart(
                    "the folder of uploaded files " + folder.toAbsolutePath() + " cannot be used: "
                            + DataFolder.told(e),
                    "Make it writable for this user, or name another data folder with --data.");
        }
    }
}
