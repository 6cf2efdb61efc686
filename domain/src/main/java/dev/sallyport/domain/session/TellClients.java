package dev.sallyport.domain.session;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.client.Client;
import dev.sallyport.domain.client.ClientStore;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobHandler;
import dev.sallyport.domain.job.JobStore;
import java.time.Instant;
import java.time.InstantSource;

/** Makes of the end of a session one notice for each client that wants to hear of it, so that none waits for another. */
public final class TellClients implements JobHandler {
    private final ClientStore clients;
    private final JobStore jobs;
    private final InstantSource clock;
    private final RandomSource random;

    public TellClients(ClientStore clients, JobStore jobs, InstantSource clock, RandomSource random) {
        this.clients = clients;
        this.jobs = jobs;
        this.clock = clock;
        this.random = random;
    }

    /** Done twice, it adds nothing that still waits; a client that was told twice has lost nothing by it. */
    @Override
    public Result run(Job job) {
        Instant now = clock.instant();
        SessionEnd end = SessionEnd.of(job);
        end.participants().stream()
                .filter(p ->
                        clients.byId(p.client()).filter(TellClients::listens).isPresent())
                .map(p -> new LogoutNotice(p.client(), end.person(), p.sid()))
                .forEach(notice -> jobs.add(notice.job(random.uuid(now), now)));
        return new Result.Done();
    }

    private static boolean listens(Client client) {
        return client.metadata().backchannelLogout().isPresent();
    }
}
