package dev.sallyport.domain.file;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.AuditLog;
import dev.sallyport.domain.file.FileLinks.Link;
import dev.sallyport.domain.file.ShareStore.Shared;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A person lets others read a file of theirs. Somebody else's file is not found. */
public final class ShareFile {
    /** Readers of one file. */
    public static final int MOST = 200;

    private final FileStore files;
    private final ShareStore shares;
    private final FileLinks links;
    private final AuditLog log;
    private final InstantSource clock;
    private final RandomSource random;

    public ShareFile(
            FileStore files,
            ShareStore shares,
            FileLinks links,
            AuditLog log,
            InstantSource clock,
            RandomSource random) {
        this.files = files;
        this.shares = shares;
        this.links = links;
        this.log = log;
        this.clock = clock;
        this.random = random;
    }

    /** Who shares: the person and the session they do it in. */
    public record Sharer(PersonId person, SessionId session) {}

    public Shared share(FileId id, Sharer sharer, Reader reader) {
        Shared outcome = shares.share(id, sharer.person(), reader, MOST);
        if (outcome == Shared.SHARED) {
            note(id, sharer, reader.value());
        }
        return outcome;
    }

    public boolean withdraw(FileId id, Sharer sharer, Reader reader) {
        return shares.withdraw(id, sharer.person(), reader);
    }

    /** By name; empty where there is no such file of this owner's. */
    public Optional<List<Reader>> readers(FileId id, PersonId owner) {
        return own(id, owner).map(file -> shares.readers(id));
    }

    /** Opens the file to everybody, or closes it again; empty where there is no such file of this owner's. */
    public Optional<StoredFile> publish(FileId id, Sharer sharer, boolean published) {
        Optional<StoredFile> changed = files.publish(id, sharer.person(), published);
        if (published && changed.isPresent()) {
            note(id, sharer, "everybody");
        }
        return changed;
    }

    /** A link that opens the file for whoever has it, until {@code stay} is over or the file is deleted. */
    public Optional<Link> link(FileId id, Sharer sharer, Duration stay) {
        Optional<Link> link = own(id, sharer.person())
                .map(file -> links.to(id, clock.instant().plus(stay)));
        link.ifPresent(made -> note(id, sharer, "link"));
        return link;
    }

    private Optional<StoredFile> own(FileId id, PersonId owner) {
        return files.byId(id).filter(file -> file.owner().equals(owner));
    }

    private void note(FileId id, Sharer sharer, String with) {
        Instant now = clock.instant();
        log.append(new AuditEvent(
                random.uuid(now),
                AuditEvent.Kind.FILE_SHARED,
                Optional.of(sharer.person()),
                Optional.of(sharer.session()),
                Optional.empty(),
                Map.of("file", id.toString(), "with", with),
                now));
    }
}
