package dev.sallyport.domain.file;

import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.Archive;
import dev.sallyport.domain.privacy.Facts;
import dev.sallyport.domain.privacy.Holding;
import dev.sallyport.domain.privacy.Holdings;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Everything in files that is a person's: told in an export, and removed when they leave. */
public final class PersonsFiles implements Holding {
    private final FileStore files;
    private final ShareStore shares;
    private final UploadStore uploads;
    private final BlobStore blobs;
    private final RemoveContent contents;
    private final EndUpload ending;
    private final ContentLocks locks;
    private final Function<PersonId, Collection<FileId>> archives;

    /** @param archives the archives of the person's exports, which no other archive holds */
    public PersonsFiles(
            FileStore files,
            ShareStore shares,
            UploadStore uploads,
            BlobStore blobs,
            EndUpload ending,
            ContentLocks locks,
            Function<PersonId, Collection<FileId>> archives) {
        this.files = files;
        this.shares = shares;
        this.uploads = uploads;
        this.blobs = blobs;
        this.contents = new RemoveContent(files, blobs);
        this.ending = ending;
        this.locks = locks;
        this.archives = archives;
    }

    /** Bytes of the person's contents. */
    public long volume(Person person) {
        return files.used(person.id());
    }

    @Override
    public void tell(Person person, Archive archive) throws IOException {
        var told = new ArrayList<StoredFile>();
        Collection<FileId> made = archives.apply(person.id());
        for (Slice slice = Slice.first(Slice.MOST); slice != null; ) {
            Page<StoredFile> page = files.of(person.id(), slice);
            for (StoredFile file : page.items()) {
                if (!made.contains(file.id())) {
                    content(file, archive);
                    told.add(file);
                }
            }
            slice = page.next()
                    .map(next -> new Slice(Optional.of(next), Slice.MOST))
                    .orElse(null);
        }
        archive.list("files", facts(told));
        archive.list("uploads", uploads(person));
        archive.list(
                "files-shared-with-you",
                Holdings.all(
                        slice -> shares.sharedWith(Reader.all(person.id(), List.of()), slice),
                        file -> Facts.of("id", file.id()).and("name", file.name())));
    }

    private void content(StoredFile file, Archive archive) throws IOException {
        try (InputStream bytes = blobs.open(file.digest(), 0, file.size())) {
            archive.content(path(file), bytes);
        }
    }

    private static String path(StoredFile file) {
        return "files/" + file.id() + "/" + file.name();
    }

    private Iterator<Facts> facts(List<StoredFile> told) {
        return told.stream()
                .map(file -> Facts.of("id", file.id())
                        .and("name", file.name())
                        .and("path", path(file))
                        .and("size", file.size())
                        .and("type", file.type())
                        .and("sha256", file.digest())
                        .and("created_at", file.created())
                        .and("published", file.published())
                        .and("readers", shares.readers(file.id())))
                .iterator();
    }

    private Iterator<Facts> uploads(Person person) {
        return uploads.of(person.id()).stream()
                .map(upload -> Facts.of("id", upload.id())
                        .and("name", upload.name().value())
                        .and("size", upload.length())
                        .and("received", upload.received())
                        .and("created_at", upload.created())
                        .and("expires_at", upload.expires()))
                .iterator();
    }

    /** Removes every file and upload of the owner's; says how many files. Doing it again does no harm. */
    public int erase(PersonId owner) {
        int gone = 0;
        for (Page<StoredFile> page = first(owner); !page.items().isEmpty(); page = first(owner)) {
            for (StoredFile file : page.items()) {
                locks.with(file.digest(), () -> contents.file(file.id(), owner));
                gone++;
            }
        }
        for (List<Upload> some = uploads.of(owner); !some.isEmpty(); some = uploads.of(owner)) {
            some.forEach(upload -> ending.end(upload.id(), owner));
        }
        return gone;
    }

    private Page<StoredFile> first(PersonId owner) {
        return files.of(owner, Slice.first(Slice.MOST));
    }
}
