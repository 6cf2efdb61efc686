package dev.sallyport.storage.memory;

import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.StoredFile;
import dev.sallyport.domain.file.Upload;
import dev.sallyport.domain.file.UploadStore;
import dev.sallyport.domain.person.PersonId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Uploads under way in memory, under the lock of the files beside them. */
public final class MemoryUploads implements UploadStore {
    private static final Comparator<Upload> NEWEST_FIRST = Comparator.comparing(Upload::created)
            .thenComparing(upload -> upload.id().toString())
            .reversed();

    private final Shelf<FileId, Upload> uploads = new Shelf<>(Shelf.MOST);
    private final MemoryFiles files;

    MemoryUploads(MemoryFiles files) {
        this.files = files;
    }

    @Override
    public Opened open(Upload upload, long room, int most) {
        synchronized (files) {
            if (unfinished(upload.owner()).count() >= most) {
                return Opened.TOO_MANY;
            }
            if (files.used(upload.owner()) > room - upload.length()) {
                return Opened.NO_ROOM;
            }
            uploads.addNew(upload.id(), upload);
            return Opened.BEGUN;
        }
    }

    @Override
    public Optional<Upload> byId(FileId id) {
        synchronized (files) {
            return uploads.get(id);
        }
    }

    @Override
    public List<Upload> of(PersonId owner) {
        synchronized (files) {
            return unfinished(owner).sorted(NEWEST_FIRST).toList();
        }
    }

    @Override
    public Optional<Upload> turn(FileId id, PersonId owner) {
        synchronized (files) {
            Optional<Upload> next = uploads.get(id)
                    .filter(u -> u.owner().equals(owner))
                    .map(u -> changed(u, u.turn() + 1, u.finished()));
            next.ifPresent(u -> uploads.put(id, u));
            return next;
        }
    }

    @Override
    public boolean advance(Upload upload, long to, Instant expires) {
        synchronized (files) {
            Optional<Upload> there = uploads.get(upload.id())
                    .filter(u -> u.received() == upload.received() && u.turn() == upload.turn() && !u.finished());
            there.ifPresent(u -> uploads.put(u.id(), u.at(to, expires)));
            return there.isPresent();
        }
    }

    @Override
    public Finished finish(StoredFile file) {
        synchronized (files) {
            Optional<Upload> upload =
                    uploads.get(file.id()).filter(u -> u.owner().equals(file.owner()));
            if (upload.isEmpty()) {
                return Finished.GONE;
            }
            if (upload.get().finished()) {
                return Finished.BEFORE;
            }
            uploads.put(file.id(), changed(upload.get(), upload.get().turn(), true));
            files.put(file);
            return Finished.ENTERED;
        }
    }

    private static Upload changed(Upload u, int turn, boolean finished) {
        return new Upload(
                u.id(),
                u.owner(),
                u.name(),
                u.metadata(),
                u.length(),
                u.received(),
                turn,
                finished,
                u.created(),
                u.expires());
    }

    @Override
    public boolean remove(FileId id, PersonId owner) {
        synchronized (files) {
            return uploads.get(id).filter(u -> u.owner().equals(owner)).isPresent() && uploads.remove(id);
        }
    }

    @Override
    public List<FileId> expired(Instant now, int most) {
        synchronized (files) {
            return uploads.all().stream()
                    .filter(upload -> upload.expires().isBefore(now))
                    .sorted(Comparator.comparing(Upload::expires))
                    .limit(most)
                    .map(Upload::id)
                    .toList();
        }
    }

    @Override
    public boolean expire(FileId id, Instant now) {
        synchronized (files) {
            return uploads.get(id).filter(u -> u.expires().isBefore(now)).isPresent() && uploads.remove(id);
        }
    }

    /** Bytes that the owner's unfinished uploads will have. Under the lock of the files. */
    long awaited(PersonId owner) {
        return unfinished(owner).mapToLong(Upload::length).sum();
    }

    private Stream<Upload> unfinished(PersonId owner) {
        return uploads.all().stream().filter(upload -> upload.owner().equals(owner) && !upload.finished());
    }
}
