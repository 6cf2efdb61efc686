package dev.sallyport.storage.blob;

import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.FileStore;
import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import java.util.Optional;

/** Files of which the first question about a content is answered just before somebody enters a row for it. */
final class EntersLate implements FileStore {
    private final FileStore files;
    private final Runnable enter;
    private boolean asked;

    EntersLate(FileStore files, Runnable enter) {
        this.files = files;
        this.enter = enter;
    }

    @Override
    public boolean uses(String digest) {
        boolean used = files.uses(digest);
        if (!asked) {
            asked = true;
            enter.run();
        }
        return used;
    }

    @Override
    public boolean add(StoredFile file, long room) {
        return files.add(file, room);
    }

    @Override
    public Optional<StoredFile> byId(FileId id) {
        return files.byId(id);
    }

    @Override
    public Page<StoredFile> of(PersonId owner, Slice slice) {
        return files.of(owner, slice);
    }

    @Override
    public Optional<StoredFile> publish(FileId id, PersonId owner, boolean published) {
        return files.publish(id, owner, published);
    }

    @Override
    public Removed remove(FileId id, PersonId owner) {
        return files.remove(id, owner);
    }

    @Override
    public long used(PersonId owner) {
        return files.used(owner);
    }
}
