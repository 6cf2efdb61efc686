package dev.sallyport.domain.letter;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.AuditLog;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobHandler;
import dev.sallyport.domain.page.Page;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.Letters;
import dev.sallyport.domain.person.Person;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.PersonStore;
import dev.sallyport.domain.session.Session;
import dev.sallyport.domain.session.SessionId;
import dev.sallyport.domain.session.SessionStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Writes the letter that tells the owner of an account what happened there. */
public final class WriteNotice implements JobHandler {
    private static final int MOST_PAGES = 10;

    private final PersonStore people;
    private final SessionStore sessions;
    private final AuditLog log;
    private final Letters letters;
    private final InstantSource clock;

    public WriteNotice(PersonStore people, SessionStore sessions, AuditLog log, Letters letters, InstantSource clock) {
        this.people = people;
        this.sessions = sessions;
        this.log = log;
        this.letters = letters;
        this.clock = clock;
    }

    @Override
    public Result run(Job job) {
        AuditEvent.Kind kind = AuditEvent.Kind.valueOf(job.payload().getOrDefault("event", ""));
        Optional<Person> person = people.byId(PersonId.of(job.payload().getOrDefault("person", "")))
                .filter(Person::isActive);
        Instant at = Instant.parse(job.payload().getOrDefault("at", ""));
        Optional<Session> session = Optional.ofNullable(job.payload().get("session"))
                .map(SessionId::of)
                .flatMap(sessions::byId);
        person.ifPresent(owner -> write(kind, owner, session, at));
        return new Result.Done();
    }

    private void write(AuditEvent.Kind kind, Person owner, Optional<Session> session, Instant at) {
        String device = session.map(Session::device).orElse("");
        Instant now = clock.instant();
        switch (kind) {
            case PASSWORD_CHANGED -> letters.passwordChanged(owner, at, now);
            case REFRESH_REPLAYED -> letters.sessionStolen(owner, device, at, now);
            case SIGNED_IN -> {
                if (session.filter(begun -> isStrange(begun, owner, at)).isPresent()) {
                    letters.newDevice(owner, device, at, now);
                }
            }
            default -> throw new IllegalArgumentException("nobody is told of " + kind);
        }
    }

    /**
     * Whether the owner signed in before, and not on a device like this. A browser shows by its cookie that it is known; an app has
     * none, so it is known by what it calls itself. Whoever fills the log so that no earlier sign-in is found has the owner told.
     */
    private boolean isStrange(Session begun, Person owner, Instant at) {
        Optional<String> after = Optional.empty();
        for (int page = 0; page < MOST_PAGES; page++) {
            Page<AuditEvent> events = log.of(owner.id(), new Slice(after, Slice.MOST));
            List<SessionId> earlier = earlier(events, begun, at);
            if (!earlier.isEmpty()) {
                return begun.kind() != Session.Kind.MOBILE || earlier.stream().noneMatch(id -> isLike(id, begun));
            }
            if (events.next().isEmpty()) {
                return false;
            }
            after = events.next();
        }
        return true;
    }

    private static List<SessionId> earlier(Page<AuditEvent> events, Session begun, Instant at) {
        return events.items().stream()
                .filter(event ->
                        event.kind() == AuditEvent.Kind.SIGNED_IN && event.at().isBefore(at))
                .flatMap(event -> event.session().stream())
                .filter(id -> !id.equals(begun.id()))
                .toList();
    }

    private boolean isLike(SessionId id, Session begun) {
        return sessions.byId(id)
                .filter(other -> other.device().equals(begun.device()))
                .isPresent();
    }
}
