package dev.sallyport.app;

import dev.sallyport.domain.file.BeginUpload;
import dev.sallyport.domain.file.BlobStore;
import dev.sallyport.domain.file.ContentLocks;
import dev.sallyport.domain.file.ContinueUpload;
import dev.sallyport.domain.file.EndUpload;
import dev.sallyport.domain.file.EnterFile;
import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.FileLinks;
import dev.sallyport.domain.file.FinishUpload;
import dev.sallyport.domain.file.InspectContent;
import dev.sallyport.domain.file.MakeFile;
import dev.sallyport.domain.file.MakeThumbnail;
import dev.sallyport.domain.file.PersonsFiles;
import dev.sallyport.domain.file.ReadFiles;
import dev.sallyport.domain.file.ReadUploads;
import dev.sallyport.domain.file.RemoveFile;
import dev.sallyport.domain.file.ShareFile;
import dev.sallyport.domain.file.StagedBytes;
import dev.sallyport.domain.file.SweepContents;
import dev.sallyport.domain.file.SweepUploads;
import dev.sallyport.domain.file.Turns;
import dev.sallyport.domain.file.UploadFile;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.files.FilesConfiguration;
import dev.sallyport.files.FilesConfiguration.ScannerDown;
import dev.sallyport.files.FilesServer;
import dev.sallyport.files.ImageIoScaler;
import dev.sallyport.files.Resumable;
import dev.sallyport.files.SniffedTypes;
import dev.sallyport.storage.Stores;
import dev.sallyport.storage.blob.LocalBlobStore;
import dev.sallyport.storage.blob.LocalStaging;
import dev.sallyport.storage.s3.S3BlobStore;
import dev.sallyport.storage.s3.S3Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/** Makes the files server, and what the worker does for it. */
final class FilesRoom {
    private static final int THUMBNAILS_AT_ONCE = 2;

    private final FilesConfiguration configuration;
    private final Optional<S3Settings> bucket;
    private final Path data;
    private final URI publicUrl;
    private final Ports ports;
    private final Stores stores;
    private final Machine machine;
    private final ContentLocks locks = new ContentLocks();
    private final Turns turns = new Turns();
    private Optional<Shelves> shelves = Optional.empty();

    FilesRoom(Configuration configuration, Optional<S3Settings> bucket, URI publicUrl, Ports ports, Machine machine) {
        this.configuration = configuration.files();
        this.bucket = bucket;
        this.data = configuration.data();
        this.publicUrl = publicUrl;
        this.ports = ports;
        this.stores = ports.stores();
        this.machine = machine;
    }

    FilesServer server() {
        var limits = new UploadFile.Limits(configuration.maxSize(), configuration.quota());
        BlobStore blobs = shelves().blobs();
        var links = new FileLinks(publicUrl, ports.sealer(), machine.clock());
        EnterFile entering = entering(blobs);
        return new FilesServer(
                configuration,
                new UploadFile(stores.files(), blobs, entering, limits, machine.clock(), machine.random()),
                resumable(limits, shelves().staged(), entering),
                new ReadFiles(stores.files(), stores.shares(), blobs),
                new RemoveFile(stores.files(), blobs, locks, stores.audit(), machine.clock(), machine.random()),
                new ShareFile(
                        stores.files(), stores.shares(), links, stores.audit(), machine.clock(), machine.random()),
                links,
                new MakeThumbnail(blobs, new ImageIoScaler(THUMBNAILS_AT_ONCE)));
    }

    private EnterFile entering(BlobStore blobs) {
        var inspection = new InspectContent(
                blobs,
                new SniffedTypes(),
                configuration.types(),
                configuration.judge(),
                configuration.scannerDown() == ScannerDown.ACCEPT);
        return new EnterFile(
                stores.files(), blobs, locks, inspection, stores.audit(), machine.clock(), machine.random());
    }

    private Resumable resumable(UploadFile.Limits limits, StagedBytes staged, EnterFile entering) {
        var stay = configuration.uploadsExpire();
        return new Resumable(
                new BeginUpload(stores.uploads(), limits, stay, machine.clock(), machine.random()),
                new ContinueUpload(
                        stores.uploads(),
                        staged,
                        new FinishUpload(stores.uploads(), staged, entering),
                        turns,
                        stay,
                        machine.clock()),
                new ReadUploads(stores.uploads()),
                new EndUpload(stores.uploads(), staged, turns));
    }

    SweepContents sweepContents() {
        return new SweepContents(stores.files(), shelves().blobs(), locks, machine.clock());
    }

    SweepUploads sweepUploads() {
        return new SweepUploads(stores.uploads(), shelves().staged(), machine.clock());
    }

    /**
     * @param from the stores that are read
     * @param archives the archives of a person's exports
     */
    PersonsFiles personsFiles(Stores from, Function<PersonId, Collection<FileId>> archives) {
        return new PersonsFiles(
                from.files(),
                from.shares(),
                from.uploads(),
                shelves().blobs(),
                new EndUpload(stores.uploads(), shelves().staged(), turns),
                locks,
                archives);
    }

    MakeFile makeFile() {
        return new MakeFile(stores.files(), shelves().blobs(), locks, machine.clock(), machine.random());
    }

    /** Where bytes lie, opened when the first room needs it. */
    private record Shelves(BlobStore blobs, StagedBytes staged) {}

    private Shelves shelves() {
        if (shelves.isEmpty()) {
            shelves = Optional.of(bucket.map(this::inBucket).orElseGet(this::here));
        }
        return shelves.get();
    }

    private Shelves here() {
        BlobStore blobs = opened("files", LocalBlobStore::open);
        return new Shelves(blobs, opened("uploads", folder -> LocalStaging.open(folder, blobs)));
    }

    private Shelves inBucket(S3Settings settings) {
        S3BlobStore blobs = opened("spool", folder -> S3BlobStore.open(settings, folder, machine.random()));
        return new Shelves(blobs, blobs.staging());
    }

    private interface Opening<T> {
        T open(Path folder) throws IOException;
    }

    private <T> T opened(String name, Opening<T> opening) {
        Path folder = data.resolve(name);
        try {
            return opening.open(folder);
        } catch (IOException e) {
            throw new CannotStart(
                    "the folder of uploaded files " + folder.toAbsolutePath() + " cannot be used: "
                            + DataFolder.told(e),
                    "Make it writable for this user, or name another data folder with --data.");
        }
    }
}
