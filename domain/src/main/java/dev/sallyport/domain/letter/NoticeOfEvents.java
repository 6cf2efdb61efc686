package dev.sallyport.domain.letter;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.AuditFollower;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.session.SessionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The events of which the owner of an account is told by a letter, which {@link WriteNotice} writes. */
public final class NoticeOfEvents implements AuditFollower {
    /** The kind of the jobs. */
    public static final String KIND = "notice";

    /** In the details of a sign-in: whether the device was known. */
    public static final String DEVICE = "device";

    /** The value of {@link #DEVICE} where it was not. */
    public static final String NEW = "new";

    private final RandomSource random;

    public NoticeOfEvents(RandomSource random) {
        this.random = random;
    }

    @Override
    public List<Job> after(AuditEvent event) {
        boolean told = switch (event.kind()) {
            case REFRESH_REPLAYED, PASSWORD_CHANGED -> true;
            case SIGNED_IN -> NEW.equals(event.details().get(DEVICE));
            default -> false;
        };
        return told && event.person().isPresent() ? List.of(job(event)) : List.of();
    }

    private Job job(AuditEvent event) {
        Map<String, String> payload = new HashMap<>();
        payload.put("event", event.kind().name());
        payload.put("person", event.person().orElseThrow().toString());
        payload.put("at", event.at().toString());
        event.session().map(SessionId::toString).ifPresent(session -> payload.put("session", session));
        return new Job(
                random.uuid(event.at()), KIND, Optional.empty(), payload, 0, event.at(), event.at(), Optional.empty());
    }
}
