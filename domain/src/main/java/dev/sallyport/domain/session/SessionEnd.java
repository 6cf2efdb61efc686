package dev.sallyport.domain.session;

import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.person.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is left to do when a session has ended: to tell the clients that know of it. The store puts it into the queue in the
 * step that ends the session, so that no end is kept silent by a crash between the two (T49).
 */
public record SessionEnd(PersonId person, List<Participant> participants) {
    /** The kind of the job. */
    public static final String KIND = "session-ended";

    private static final String PERSON = "person";
    private static final String CLIENTS = "clients";

    public SessionEnd {
        participants = List.copyOf(participants);
    }

    /** The job, which bears the id of the session, for a session ends once; nothing where nobody is to be told. */
    public Optional<Job> job(SessionId session, Instant now) {
        if (participants.isEmpty()) {
            return Optional.empty();
        }
        String clients =
                participants.stream().map(p -> p.client() + " " + p.sid()).collect(Collectors.joining("\n"));
        return Optional.of(new Job(
                session.value(),
                KIND,
                Optional.empty(),
                Map.of(PERSON, person.toString(), CLIENTS, clients),
                0,
                now,
                now,
                Optional.empty()));
    }

    static SessionEnd of(Job job) {
        return new SessionEnd(
                PersonId.of(job.payload().get(PERSON)),
                job.payload().get(CLIENTS).lines().map(SessionEnd::participant).toList());
    }

    private static Participant participant(String line) {
        int space = line.indexOf(' ');
        return new Participant(new ClientId(line.substring(0, space)), SessionId.of(line.substring(space + 1)));
    }
}
