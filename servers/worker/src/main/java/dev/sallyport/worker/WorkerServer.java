package dev.sallyport.worker;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.audit.PurgeAudit;
import dev.sallyport.domain.audit.SealAudit;
import dev.sallyport.domain.audit.TellSubscribers;
import dev.sallyport.domain.file.SweepContents;
import dev.sallyport.domain.file.SweepUploads;
import dev.sallyport.domain.job.Backoff;
import dev.sallyport.domain.job.Bell;
import dev.sallyport.domain.job.JobHandler;
import dev.sallyport.domain.job.JobStore;
import dev.sallyport.domain.job.RunJob;
import dev.sallyport.domain.letter.KeptLetters;
import dev.sallyport.domain.letter.LetterCounts;
import dev.sallyport.domain.letter.NoticeOfEvents;
import dev.sallyport.domain.person.ForgottenPassword;
import dev.sallyport.domain.person.Letters;
import dev.sallyport.domain.privacy.ErasePerson;
import dev.sallyport.domain.privacy.ExportPerson;
import dev.sallyport.domain.privacy.ForgetAddresses;
import dev.sallyport.domain.privacy.Purge;
import dev.sallyport.domain.session.LogoutNotice;
import dev.sallyport.domain.session.SessionEnd;
import dev.sallyport.kit.route.Route;
import dev.sallyport.kit.route.Server;
import dev.sallyport.kit.trace.Tracing;
import dev.sallyport.worker.mail.SendMail;
import dev.sallyport.worker.privacy.DataRights;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the jobs of the queue, beside as many other workers as there are (L25, T49). It has no door. */
public final class WorkerServer implements Server {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerServer.class);
    /** Jobs that were given up stay this long, for an operator to look at; then they go, with what they tell of people. */
    private static final Duration DEAD_STAY = Duration.ofDays(30);

    /** Letters without a mail server; their links are good for no longer. */
    private static final Duration KEPT_STAY = Duration.ofDays(7);

    private static final int MOST_DEAD = 10_000;

    private final WorkerLoop loop;
    private final SendMail mail;

    /** @param bell what the queue of this process rings when a job is added */
    public WorkerServer(
            WorkerConfiguration configuration,
            JobStore jobs,
            Bell bell,
            Purge purge,
            LetterCounts counts,
            KeptLetters kept,
            ForgetAddresses addresses,
            SweepContents contents,
            SweepUploads uploads,
            SealAudit seal,
            PurgeAudit audit,
            SendMail mail,
            JobHandler forgottenPassword,
            JobHandler notice,
            JobHandler sessionEnded,
            JobHandler backChannelLogout,
            JobHandler webhook,
            DataRights rights,
            MeterRegistry meters,
            Tracing tracing,
            InstantSource clock,
            RandomSource random) {
        this.mail = mail;
        Map<String, JobHandler> handlers = Map.ofEntries(
                Map.entry(Letters.KIND, mail),
                Map.entry(ForgottenPassword.KIND, forgottenPassword),
                Map.entry(NoticeOfEvents.KIND, notice),
                Map.entry(SessionEnd.KIND, sessionEnded),
                Map.entry(LogoutNotice.KIND, backChannelLogout),
                Map.entry(TellSubscribers.KIND, webhook),
                Map.entry(ExportPerson.KIND, rights.export()),
                Map.entry(ErasePerson.KIND, rights.erase()),
                Map.entry(
                        WorkerConfiguration.PURGE,
                        job -> done(
                                "expired rows were removed",
                                purge.purge().all()
                                        + jobs.purge(clock.instant().minus(DEAD_STAY), MOST_DEAD)
                                        + counts.purge(clock.instant(), MOST_DEAD)
                                        + rights.old().forget()
                                        + kept.purge(clock.instant().minus(KEPT_STAY), MOST_DEAD))),
                Map.entry(WorkerConfiguration.ADDRESSES, job -> done("address keys were removed", addresses.forget())),
                Map.entry(
                        WorkerConfiguration.CONTENTS,
                        job -> done(
                                "contents without a file, and uploads given up, were removed",
                                uploads.sweep() + contents.sweep())),
                Map.entry(
                        WorkerConfiguration.AUDIT_SEAL,
                        job -> done("events of the audit log were sealed", seal.seal())),
                Map.entry(
                        WorkerConfiguration.AUDIT_PURGE,
                        job -> done("old events of the audit log were removed", audit.purge())));
        var run = new RunJob(jobs, handlers, Backoff.USUAL, clock, random);
        var metrics = new JobMetrics(meters, handlers.keySet());
        List<Kind> kinds = WorkerConfiguration.KINDS.stream()
                .map(name -> new Kind(name, configuration.atOnce(name)))
                .toList();
        this.loop = new WorkerLoop(
                configuration, kinds, jobs, run, configuration.recurring(), bell, metrics, tracing, clock, random);
    }

    @Override
    public String name() {
        return "worker";
    }

    @Override
    public List<Route> routes() {
        return List.of();
    }

    @Override
    public void start() {
        loop.start();
    }

    /** Takes no more jobs and waits for those begun; what does not end in time is done again by whoever comes next. */
    @Override
    public void stop() {
        loop.stop(Duration.ofSeconds(10));
        mail.close();
    }

    /** Why no jobs are being done, or nothing when they are. */
    public Optional<String> trouble() {
        return loop.trouble();
    }

    /** Why jobs wait for too long, or nothing when they do not. */
    public Optional<String> queueTrouble() {
        return loop.queueTrouble();
    }

    /** Why no letters leave, or nothing when they do. */
    public Optional<String> mailTrouble() {
        return mail.trouble();
    }

    private static JobHandler.Result done(String what, int count) {
        LOG.debug("{} {}", count, what);
        return new JobHandler.Result.Done();
    }
}
