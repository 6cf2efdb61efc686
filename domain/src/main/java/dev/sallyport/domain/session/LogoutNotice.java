package dev.sallyport.domain.session;

import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.person.PersonId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * That a client is still to be told of the end of a session: one job for each, tried until the client takes it.
 *
 * @param sid the name by which the client knows the session
 */
public record LogoutNotice(ClientId client, PersonId person, SessionId sid) {
    /** The kind of the job. */
    public static final String KIND = "backchannel-logout";

    private static final String CLIENT = "client";
    private static final String PERSON = "person";
    private static final String SID = "sid";

    Job job(UUID id, Instant now) {
        return new Job(
                id,
                KIND,
                Optional.of(client + " " + sid),
                Map.of(CLIENT, client.value(), PERSON, person.toString(), SID, sid.toString()),
                0,
                now,
                now,
                Optional.empty());
    }

    public static LogoutNotice of(Job job) {
        Map<String, String> payload = job.payload();
        return new LogoutNotice(
                new ClientId(payload.get(CLIENT)), PersonId.of(payload.get(PERSON)), SessionId.of(payload.get(SID)));
    }
}
