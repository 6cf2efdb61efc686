package dev.sallyport.storage.memory;

import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.FileStore;
import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import java.util.Optional;
import java.util.stream.Stream;

/** Files in memory: which there are and whose, not what is in them. */
public final class MemoryFiles implements FileStore {
    private final Shelf<FileId, StoredFile> files = new Shelf<>(Shelf.MOST);
    private final MemoryUploads uploads = new MemoryUploads(this);
    private final MemoryShares shares = new MemoryShares(this);

    /** Uploads that keep room free beside these files. */
    public MemoryUploads uploads() {
        return uploads;
    }

    /** Who may read these files. */
    public MemoryShares shares() {
        return shares;
    }

    @Override
    public synchronized boolean add(StoredFile file, long room) {
        if (used(file.owner()) > room - file.size()) {
            return false;
        }
        put(file);
        return true;
    }

    /** Under the lock of these files. */
    void put(StoredFile file) {
        files.addNew(file.id(), file);
    }

    @Override
    public synchronized Optional<StoredFile> byId(FileId id) {
        return files.get(id);
    }

    @Override
    public synchronized Page<StoredFile> of(PersonId owner, Slice slice) {
        return Cursor.page(
                owned(owner), slice, file -> Cursor.at(file.created(), file.id().value()));
    }

    /** Under the lock of these files. */
    Stream<StoredFile> all() {
        return files.all().stream();
    }

    private Stream<StoredFile> owned(PersonId owner) {
        return files.all().stream().filter(file -> file.owner().equals(owner));
    }

    @Override
    public synchronized Optional<StoredFile> publish(FileId id, PersonId owner, boolean published) {
        Optional<StoredFile> changed =
                files.get(id).filter(file -> file.owner().equals(owner)).map(file -> file.forEverybody(published));
        changed.ifPresent(file -> files.put(id, file));
        return changed;
    }

    @Override
    public synchronized Removed remove(FileId id, PersonId owner) {
        Optional<StoredFile> file = files.get(id).filter(f -> f.owner().equals(owner));
        if (file.isEmpty()) {
            return new Removed.NotFound();
        }
        files.remove(id);
        shares.forget(id);
        return new Removed.Gone(file.get(), !uses(file.get().digest()));
    }

    @Override
    public synchronized long used(PersonId owner) {
        return owned(owner).mapToLong(StoredFile::size).sum() + uploads.awaited(owner);
    }

    @Override
    public synchronized boolean uses(String digest) {
        return files.all().stream().anyMatch(file -> file.digest().equals(digest));
    }
}
