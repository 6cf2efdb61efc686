package dev.sallyport.domain.file;

import dev.sallyport.domain.file.BlobStore.Kept.Whole;
import dev.sallyport.domain.session.SessionId;
import java.io.IOException;

/**
 * An upload whose every byte is here becomes a file of the same id. Whoever comes after a kill between the steps, or after a
 * failure of our side, goes through them again: the bytes stay where they arrived until the file is there.
 */
public final class FinishUpload {
    private final UploadStore uploads;
    private final StagedBytes staged;
    private final EnterFile entering;

    public FinishUpload(UploadStore uploads, StagedBytes staged, EnterFile entering) {
        this.uploads = uploads;
        this.staged = staged;
        this.entering = entering;
    }

    Uploaded finish(Upload upload, SessionId session) {
        try {
            Whole whole = staged.settle(upload.id(), upload.length());
            var sender = new EnterFile.Sender(upload.owner(), session, upload.name());
            Uploaded outcome = entering.enter(upload.id(), sender, whole, new FinishedRow(upload));
            if (outcome instanceof Uploaded.Unkept) {
                return outcome;
            }
            if (!(outcome instanceof Uploaded.Stored)) {
                uploads.remove(upload.id(), upload.owner());
            }
            staged.forget(upload.id());
            return outcome;
        } catch (IOException e) {
            return new Uploaded.Unkept(e);
        }
    }

    private final class FinishedRow implements EnterFile.Row {
        private final Upload upload;

        FinishedRow(Upload upload) {
            this.upload = upload;
        }

        @Override
        public EnterFile.Written write(StoredFile file) {
            return switch (uploads.finish(file)) {
                case ENTERED -> new EnterFile.Written.Here();
                case BEFORE -> new EnterFile.Written.Before();
                case GONE -> new EnterFile.Written.Refused(new Uploaded.Withdrawn());
            };
        }

        @Override
        public boolean restore() throws IOException {
            staged.settle(upload.id(), upload.length());
            return true;
        }
    }
}
