package dev.sallyport.storage.memory;

import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.Reader;
import dev.sallyport.domain.file.ShareStore;
import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who may read files in memory, under the lock of the files. */
public final class MemoryShares implements ShareStore {
    private final Shelf<FileId, Set<Reader>> readers = new Shelf<>(Shelf.MOST);
    private final MemoryFiles files;

    MemoryShares(MemoryFiles files) {
        this.files = files;
    }

    @Override
    public Shared share(FileId id, PersonId owner, Reader reader, int most) {
        synchronized (files) {
            if (own(id, owner).isEmpty()) {
                return Shared.NOT_FOUND;
            }
            Set<Reader> all = new HashSet<>(of(id));
            if (!all.contains(reader) && all.size() >= most) {
                return Shared.TOO_MANY;
            }
            all.add(reader);
            readers.put(id, all);
            return Shared.SHARED;
        }
    }

    @Override
    public boolean withdraw(FileId id, PersonId owner, Reader reader) {
        synchronized (files) {
            return own(id, owner).isPresent() && of(id).remove(reader);
        }
    }

    @Override
    public List<Reader> readers(FileId id) {
        synchronized (files) {
            return of(id).stream().sorted(Comparator.comparing(Reader::value)).toList();
        }
    }

    @Override
    public boolean mayRead(FileId id, Set<Reader> who) {
        synchronized (files) {
            return !Collections.disjoint(of(id), who);
        }
    }

    @Override
    public Page<StoredFile> sharedWith(Set<Reader> who, Slice slice) {
        synchronized (files) {
            return Cursor.page(
                    files.all().filter(file -> mayRead(file.id(), who)),
                    slice,
                    file -> Cursor.at(file.created(), file.id().value()));
        }
    }

    /** The file is gone. Under the lock of the files. */
    void forget(FileId id) {
        readers.remove(id);
    }

    /** Takes from the person what others let them read. */
    int forget(PersonId person) {
        synchronized (files) {
            var reader = new Reader("person:" + person);
            return (int)
                    readers.all().stream().filter(all -> all.remove(reader)).count();
        }
    }

    private Optional<StoredFile> own(FileId id, PersonId owner) {
        return files.byId(id).filter(file -> file.owner().equals(owner));
    }

    private Set<Reader> of(FileId id) {
        return readers.get(id).orElseGet(HashSet::new);
    }
}
