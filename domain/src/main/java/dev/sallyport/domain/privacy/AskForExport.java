package dev.sallyport.domain.privacy;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.RecordEvent;
import dev.sallyport.domain.file.FileLinks;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A person wants everything that is kept about them, and looks how far it has come (Regulation (EU) 2016/679 Art. 15). */
public final class AskForExport {
    /** How often a person may have one made. */
    public static final Duration BETWEEN = Duration.ofHours(1);

    private static final Duration LINK = Duration.ofMinutes(10);

    private final ExportStore exports;
    private final FileLinks links;
    private final RecordEvent events;
    private final InstantSource clock;
    private final RandomSource random;

    public AskForExport(
            ExportStore exports, FileLinks links, RecordEvent events, InstantSource clock, RandomSource random) {
        this.exports = exports;
        this.links = links;
        this.events = events;
        this.clock = clock;
        this.random = random;
    }

    /** An export and, where it is whole, a link that opens it for ten minutes. */
    public record Seen(Export export, Export.State state, Optional<FileLinks.Link> link) {}

    /** What came of asking. */
    public sealed interface Asked {
        record Begun(Seen export) implements Asked {}

        /** Another was asked for a short while ago; it is this one. */
        record Before(Seen export, Instant next) implements Asked {}
    }

    /** Asks for an export, at most one {@link #BETWEEN}. */
    public Asked ask(PersonId person, SessionId session, Address address) {
        Instant now = clock.instant();
        var wanted = new Export(random.uuid(now), person, now, Optional.empty(), Optional.empty());
        Export standing = exports.open(wanted, ExportPerson.job(wanted), now.minus(BETWEEN));
        if (!standing.id().equals(wanted.id())) {
            return new Asked.Before(seen(standing), standing.asked().plus(BETWEEN));
        }
        events.record(AuditEvent.Kind.EXPORT_ASKED, Optional.of(person), Optional.of(session), address, Map.of(), now);
        return new Asked.Begun(seen(standing));
    }

    /** The person's exports, newest first. */
    public List<Seen> all(PersonId person) {
        return exports.of(person).stream().map(this::seen).toList();
    }

    /** One of the person's own. */
    public Optional<Seen> one(UUID id, PersonId person) {
        return exports.byId(id).filter(export -> export.person().equals(person)).map(this::seen);
    }

    private Seen seen(Export export) {
        Instant now = clock.instant();
        return new Seen(export, export.state(now), export.archive().map(file -> links.to(file, now.plus(LINK))));
    }
}
