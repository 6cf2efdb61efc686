package dev.sallyport.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.audit.PurgeAudit;
import dev.sallyport.domain.audit.SealAudit;
import dev.sallyport.domain.file.BlobStore;
import dev.sallyport.domain.file.ContentLocks;
import dev.sallyport.domain.file.FileId;
import dev.sallyport.domain.file.FileName;
import dev.sallyport.domain.file.MakeFile;
import dev.sallyport.domain.file.SweepContents;
import dev.sallyport.domain.file.SweepUploads;
import dev.sallyport.domain.file.Upload;
import dev.sallyport.domain.job.Backoff;
import dev.sallyport.domain.job.Bell;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobHandler;
import dev.sallyport.domain.job.JobHandler.Result;
import dev.sallyport.domain.job.JobStore;
import dev.sallyport.domain.job.Progress;
import dev.sallyport.domain.job.Recurring;
import dev.sallyport.domain.job.RunJob;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.Address;
import dev.sallyport.domain.privacy.ForgetAddresses;
import dev.sallyport.domain.privacy.ForgetExports;
import dev.sallyport.domain.privacy.Purge;
import dev.sallyport.kit.token.MasterKey;
import dev.sallyport.kit.trace.Tracing;
import dev.sallyport.storage.Stores;
import dev.sallyport.storage.blob.LocalBlobStore;
import dev.sallyport.storage.blob.LocalStaging;
import dev.sallyport.storage.sql.DatabaseSettings;
import dev.sallyport.testkit.Template;
import dev.sallyport.worker.mail.Mail;
import dev.sallyport.worker.mail.Postman;
import dev.sallyport.worker.mail.SendMail;
import dev.sallyport.worker.mail.TestStationery;
import dev.sallyport.worker.privacy.DataRights;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queue over a real database, with a clock that the test sets. */
class QueueTest {
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final WorkerConfiguration USUAL = WorkerConfiguration.defaults();

    /** A database whose schema stands, copied to where a test begins without one. */
    private static final Template EMPTY =
            new Template(file -> Stores.open(new DatabaseSettings.Sqlite(file)).close());

    @TempDir
    Path folder;

    private final RandomSource random = seeded();
    private final MasterKey sealer = new MasterKey(new byte[MasterKey.LENGTH], random);
    private volatile Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private Stores stores;
    private JobStore jobs;

    private static RandomSource seeded() {
        var chance = new Random(1);
        return count -> {
            byte[] bytes = new byte[count];
            chance.nextBytes(bytes);
            return bytes;
        };
    }

    @BeforeEach
    void open() {
        stores = Stores.open(new DatabaseSettings.Sqlite(EMPTY.at(folder.resolve("queue.db"))));
        jobs = stores.jobs();
    }

    @AfterEach
    void close() {
        stores.close();
    }

    private void add(String kind) {
        assertThat(jobs.add(new Job(random.uuid(now), kind, Optional.empty(), Map.of(), 0, now, now, Optional.empty())))
                .isTrue();
    }

    private Job claimed() {
        List<Job> claimed = jobs.claim(now, LEASE, 10);
        assertThat(claimed).hasSize(1);
        return claimed.getFirst();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private RunJob run(Map<String, JobHandler> handlers, int most) {
        var backoff = new Backoff(Duration.ofSeconds(2), Duration.ofHours(1), most);
        return new RunJob(jobs, handlers, backoff, () -> now, random);
    }

    private WorkerLoop loop(
            WorkerConfiguration configuration, Map<String, JobHandler> handlers, List<Recurring> again) {
        var metrics = new JobMetrics(new SimpleMeterRegistry(), handlers.keySet());
        List<Kind> kinds = handlers.keySet().stream()
                .map(name -> new Kind(name, configuration.concurrency()))
                .toList();
        return new WorkerLoop(
                configuration,
                kinds,
                jobs,
                run(handlers, 40),
                again,
                new Bell(),
                metrics,
                Tracing.OFF,
                () -> now,
                random);
    }

    private static boolean eventually(java.util.function.BooleanSupplier holds) throws InterruptedException {
        for (int i = 0; i < 3_000 && !holds.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        return holds.getAsBoolean();
    }

    @Test
    void T49_an_abandoned_job_runs_again_when_its_lease_ran_out_and_not_before() {
        add("mail");
        Job first = claimed();
        pass(LEASE.minusMillis(1));
        assertThat(jobs.claim(now, LEASE, 10)).isEmpty();
        pass(Duration.ofMillis(1));
        Job second = claimed();
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.tries()).isEqualTo(2);
    }

    @Test
    void T49_a_renewed_lease_keeps_others_away_and_a_lost_one_cannot_be_renewed() {
        add("mail");
        Job first = claimed();
        pass(LEASE.minusSeconds(1));
        assertThat(jobs.renew(first, now.plus(LEASE))).isTrue();
        pass(LEASE.minusSeconds(1));
        assertThat(jobs.claim(now, LEASE, 10)).isEmpty();
        pass(Duration.ofSeconds(1));
        Job second = claimed();
        assertThat(jobs.renew(first, now.plus(LEASE))).isFalse();
        assertThat(jobs.release(first, now)).isFalse();
        assertThat(jobs.renew(second, now.plus(LEASE))).isTrue();
    }

    @Test
    void T49_no_job_runs_twice_under_a_live_lease_of_two_workers() throws Exception {
        int many = 100;
        var runs = new AtomicInteger();
        var all = new CountDownLatch(many);
        Map<String, JobHandler> handlers = Map.of("mail", job -> {
            runs.incrementAndGet();
            all.countDown();
            return new Result.Done();
        });
        for (int i = 0; i < many; i++) {
            add("mail");
        }
        WorkerLoop one = loop(USUAL, handlers, List.of());
        WorkerLoop two = loop(USUAL, handlers, List.of());
        one.start();
        two.start();
        assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
        one.stop(Duration.ofSeconds(30));
        two.stop(Duration.ofSeconds(30));
        assertThat(runs).hasValue(many);
        assertThat(jobs.depth(now)).isEqualTo(new JobStore.Depth(0, 0, 0, Duration.ZERO));
    }

    @Test
    void T49_a_handler_slower_than_its_lease_keeps_the_job() throws Exception {
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        Map<String, JobHandler> handlers = Map.of("mail", job -> {
            begun.countDown();
            end.await();
            return new Result.Done();
        });
        add("mail");
        WorkerLoop loop = loop(USUAL, handlers, List.of());
        loop.round();
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 10; i++) {
            pass(LEASE.dividedBy(2));
            loop.round();
            assertThat(jobs.claim(now, LEASE, 1)).isEmpty();
        }
        end.countDown();
        loop.stop(Duration.ofSeconds(30));
        assertThat(jobs.depth(now)).isEqualTo(new JobStore.Depth(0, 0, 0, Duration.ZERO));
    }

    @Test
    void T49_a_handler_that_hangs_is_interrupted_and_its_job_comes_again() throws Exception {
        var begun = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        Map<String, JobHandler> handlers = Map.of("mail", job -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
            return new Result.Done();
        });
        add("mail");
        WorkerLoop loop = loop(USUAL, handlers, List.of());
        loop.round();
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 60; i++) {
            pass(LEASE.dividedBy(2));
            loop.round();
        }
        assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
        loop.stop(Duration.ofSeconds(30));
        pass(LEASE.multipliedBy(2));
        assertThat(claimed().tries()).isEqualTo(2);
    }

    @Test
    void T49_a_failing_job_backs_off_and_is_buried_with_its_reason() throws Exception {
        RunJob run = run(
                Map.of("mail", job -> {
                    throw new IllegalStateException("no\r\nFORGED line \u2028 \u0085");
                }),
                6);
        add("mail");
        var waits = new ArrayList<Duration>();
        RunJob.Ran last = run.run(claimed());
        while (last instanceof RunJob.Ran.Again(String error, Instant due)) {
            assertThat(error).isEqualTo("IllegalStateException: no  FORGED line    ");
            waits.add(Duration.between(now, due));
            now = due;
            last = run.run(claimed());
        }
        assertThat(waits).hasSize(5);
        for (int i = 0; i < waits.size(); i++) {
            assertThat(waits.get(i)).isBetween(Duration.ofSeconds(1L << i), Duration.ofSeconds(2L << i));
        }
        assertThat(last).isInstanceOf(RunJob.Ran.Buried.class);
        assertThat(jobs.depth(now)).isEqualTo(new JobStore.Depth(0, 0, 1, Duration.ZERO));
        pass(Duration.ofDays(30));
        assertThat(jobs.claim(now, LEASE, 10)).isEmpty();
        assertThat(jobs.purge(now.minus(Duration.ofDays(31)), 10)).isZero();
        assertThat(jobs.purge(now, 10)).isOne();
    }

    @Test
    void T49_a_job_that_kills_its_worker_each_time_is_buried_in_the_end() {
        add("mail");
        for (int i = 0; i < 3; i++) {
            claimed();
            pass(LEASE);
        }
        var ran = run(Map.of("mail", job -> new Result.Done()), 3).run(claimed());
        assertThat(ran).isEqualTo(new RunJob.Ran.Buried("begun 3 times without an end; no error known"));
    }

    @Test
    void a_long_job_says_how_far_it_has_come() {
        add("export");
        var said = new ArrayList<Boolean>();
        JobHandler slow = new JobHandler() {
            @Override
            public Result run(Job job) {
                throw new IllegalStateException("it is told where to say it");
            }

            @Override
            public Result run(Job job, Progress.Desk progress) {
                said.add(progress.reached(new Progress(1, 2)));
                return new Result.Retry("half of it");
            }
        };
        assertThat(run(Map.of("export", slow), 40).run(claimed())).isInstanceOf(RunJob.Ran.Again.class);
        assertThat(said).containsExactly(true);
        assertThat(stores.jobDesk()
                        .list(Optional.empty(), now, dev.sallyport.domain.page.Slice.first(1))
                        .items()
                        .getFirst()
                        .progress())
                .contains(new Progress(1, 2));
    }

    @Test
    void no_kind_has_all_hands_and_what_somebody_waits_for_comes_first() throws Exception {
        var begun = new java.util.concurrent.ConcurrentLinkedQueue<String>();
        var go = new CountDownLatch(1);
        JobHandler slow = job -> {
            begun.add(job.kind());
            go.await();
            return new Result.Done();
        };
        Map<String, JobHandler> handlers = Map.of("mail", slow, "purge", slow);
        for (int i = 0; i < 5; i++) {
            add("purge");
            add("mail");
            add("unknown");
        }
        var configuration = new WorkerConfiguration(3, Map.of(), Map.of(), Duration.ofMillis(50), LEASE);
        var loop = new WorkerLoop(
                configuration,
                List.of(new Kind("mail", 2), new Kind("purge", 2)),
                jobs,
                run(handlers, 40),
                List.of(),
                new Bell(),
                new JobMetrics(new SimpleMeterRegistry(), handlers.keySet()),
                Tracing.OFF,
                () -> now,
                random);
        loop.round();
        assertThat(eventually(() -> begun.size() == 3)).isTrue();
        loop.round();
        assertThat(begun).containsExactlyInAnyOrder("mail", "mail", "purge");
        go.countDown();
        loop.start();
        assertThat(eventually(() -> begun.size() == 10)).isTrue();
        loop.stop(Duration.ofSeconds(30));
        assertThat(jobs.depth(now).due())
                .as("those of a kind that is not known stay")
                .isEqualTo(5);
    }

    @Test
    void T49_what_a_worker_that_stops_has_not_begun_is_another_workers_at_once() throws Exception {
        add("mail");
        WorkerLoop loop = loop(USUAL, Map.of("mail", job -> new Result.Done()), List.of());
        loop.stop(Duration.ofSeconds(1));
        loop.round();
        Job job = claimed();
        assertThat(job.tries()).isOne();
    }

    @Test
    void T49_a_job_of_an_unknown_kind_waits_for_a_worker_that_knows_it_however_long() {
        add("newer");
        for (int i = 0; i < 100; i++) {
            assertThat(run(Map.of(), 3).run(claimed())).isInstanceOf(RunJob.Ran.Waits.class);
            pass(Duration.ofHours(1));
        }
        Job job = claimed();
        assertThat(job.tries()).isOne();
        assertThat(run(Map.of("newer", known -> new Result.Done()), 3).run(job)).isEqualTo(new RunJob.Ran.Done());
    }

    @Test
    void T49_a_worker_that_lost_its_lease_settles_nothing_whatever_came_of_its_work() {
        add("mail");
        Job first = claimed();
        pass(LEASE);
        Job second = claimed();
        for (Result result : List.of(new Result.Done(), new Result.Retry("later"), new Result.Dead("never"))) {
            assertThat(run(Map.of("mail", job -> result), 3).run(first)).isEqualTo(new RunJob.Ran.Lost());
        }
        assertThat(run(Map.of(), 3).run(first)).isEqualTo(new RunJob.Ran.Lost());
        assertThat(jobs.depth(now)).isEqualTo(new JobStore.Depth(1, 0, 0, LEASE));
        assertThat(run(Map.of("mail", job -> new Result.Done()), 3).run(second)).isEqualTo(new RunJob.Ran.Done());
    }

    @Test
    void T49_an_interrupted_handler_is_settled_all_the_same() {
        add("mail");
        var ran = run(
                        Map.of("mail", job -> {
                            Thread.currentThread().interrupt();
                            throw new IllegalStateException("stopped on the way");
                        }),
                        3)
                .run(claimed());
        assertThat(ran).isInstanceOf(RunJob.Ran.Again.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void T49_a_recurring_job_keeps_recurring_after_a_burial_and_does_not_pile_up() {
        var purge = new Recurring("purge", Duration.ofMinutes(5));
        RunJob run = run(Map.of("purge", job -> new Result.Retry("broken")), 40);
        for (int i = 0; i < 24; i++) {
            purge.plan(jobs, now, random);
            assertThat(purge.plan(jobs, now, random)).isFalse();
            pass(Duration.ofMinutes(5));
            jobs.claim(now, LEASE, 10).forEach(job -> run.run(job));
            purge.plan(jobs, now, random);
        }
        JobStore.Depth depth = jobs.depth(now);
        assertThat(depth.dead()).isPositive();
        assertThat(depth.due() + depth.later()).isBetween(1L, 6L);
        RunJob mended = run(Map.of("purge", job -> new Result.Done()), 40);
        pass(Duration.ofMinutes(10));
        List<Job> due = jobs.claim(now, LEASE, 10);
        assertThat(due).isNotEmpty();
        assertThat(due.stream().map(job -> mended.run(job))).containsOnly(new RunJob.Ran.Done());
    }

    @Test
    void T49_one_bad_job_stops_no_other_not_even_by_an_error() throws Exception {
        var good = new CountDownLatch(1);
        Map<String, JobHandler> handlers = Map.of(
                "bad",
                job -> {
                    throw new StackOverflowError();
                },
                "good",
                job -> {
                    good.countDown();
                    return new Result.Done();
                });
        add("bad");
        add("good");
        WorkerLoop loop =
                loop(new WorkerConfiguration(1, Map.of(), Map.of(), Duration.ofMillis(50), LEASE), handlers, List.of());
        loop.start();
        assertThat(good.await(60, TimeUnit.SECONDS)).isTrue();
        loop.stop(Duration.ofSeconds(30));
    }

    @Test
    void L17_the_keys_of_days_are_destroyed_after_the_retention_by_the_worker() throws Exception {
        LocalDate today = LocalDate.parse("2026-11-24");
        byte[] old = {1};
        byte[] young = {2};
        stores.addressKeys().keyOf(today.minusDays(31), old);
        stores.addressKeys().keyOf(today.minusDays(30), young);
        WorkerServer worker = server(mail -> new Postman.Delivery.Accepted());
        worker.start();
        pass(Duration.ofDays(1).minusHours(12).minusSeconds(60));
        // The daily job is due at midnight; until then the day of 31 days ago has its key.
        assertThat(stores.addressKeys().keyOf(today.minusDays(31), young)).isEqualTo(old);
        assertThat(eventually(() -> jobs.depth(now).later() >= 1)).isTrue();
        pass(Duration.ofSeconds(61));
        assertThat(eventually(() ->
                        Arrays.equals(stores.addressKeys().keyOf(today.minusDays(31), new byte[] {3}), new byte[] {3})))
                .isTrue();
        worker.stop();
        assertThat(worker.routes()).isEmpty();
    }

    @Test
    void L17_the_worker_seals_what_was_appended_and_removes_it_when_its_time_has_passed() throws Exception {
        stores.audit()
                .append(new AuditEvent(
                        random.uuid(now),
                        AuditEvent.Kind.SIGNED_IN,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        now));
        WorkerServer worker = server(mail -> new Postman.Delivery.Accepted());
        worker.start();
        assertThat(eventually(() -> jobs.depth(now).later() >= 1)).isTrue();
        pass(Duration.ofSeconds(31));
        assertThat(eventually(() -> stores.seals().waiting() == 0)).isTrue();
        assertThat(stores.seals().oldest()).isPresent();
        pass(Duration.ofDays(31));
        assertThat(eventually(() -> stores.seals().oldest().isEmpty())).isTrue();
        assertThat(stores.audit().all(Slice.first(1)).items()).isEmpty();
        worker.stop();
    }

    private WorkerServer server(Postman postman) throws IOException {
        var blobs = LocalBlobStore.open(folder.resolve("files"));
        return new WorkerServer(
                new WorkerConfiguration(8, Map.of(), Map.of(), Duration.ofMillis(50), LEASE),
                jobs,
                new Bell(),
                new Purge(
                        stores.oneTime(),
                        stores.sessions(),
                        stores.attempts(),
                        stores.devices(),
                        stores.keys(),
                        stores.clients(),
                        Duration.ofDays(30),
                        () -> now),
                stores.letterCounts(),
                stores.keptLetters(),
                new ForgetAddresses(stores.addressKeys(), Duration.ofDays(30), () -> now),
                new SweepContents(stores.files(), blobs, new ContentLocks(), () -> now),
                new SweepUploads(stores.uploads(), LocalStaging.open(folder.resolve("uploads"), blobs), () -> now),
                new SealAudit(stores.seals(), sealer, () -> now),
                new PurgeAudit(stores.seals(), sealer, Optional.of(Duration.ofDays(30)), () -> now),
                new SendMail(TestStationery.press(), postman, new SimpleMeterRegistry()),
                job -> new Result.Done(),
                job -> new Result.Done(),
                job -> new Result.Done(),
                job -> new Result.Done(),
                job -> new Result.Done(),
                new DataRights(
                        job -> new Result.Done(),
                        job -> new Result.Done(),
                        new ForgetExports(
                                stores.exports(),
                                new MakeFile(stores.files(), blobs, new ContentLocks(), () -> now, random),
                                () -> now)),
                new SimpleMeterRegistry(),
                Tracing.OFF,
                () -> now,
                random);
    }

    @Test
    void L25_mail_is_sent_outside_the_request_and_the_worker_tells_of_itself() throws Exception {
        var sent = new CountDownLatch(1);
        var closed = new AtomicBoolean();
        WorkerServer worker = server(new Postman() {
            @Override
            public Delivery deliver(Mail mail) {
                sent.countDown();
                return new Delivery.Accepted();
            }

            @Override
            public Optional<String> trouble() {
                return Optional.of("a trouble");
            }

            @Override
            public void close() {
                closed.set(true);
            }
        });
        jobs.add(new Job(
                random.uuid(now),
                "mail",
                Optional.empty(),
                Map.of(
                        "to", "ada@example.org",
                        "template", "reset-password",
                        "link", "https://id.example.org/reset-password#t"),
                0,
                now,
                now,
                Optional.empty()));
        worker.start();
        assertThat(sent.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(worker.trouble()).isEmpty();
        assertThat(worker.mailTrouble()).contains("a trouble");
        worker.stop();
        assertThat(closed).isTrue();
        assertThat(worker.name()).isEqualTo("worker");
    }

    @Test
    void the_worker_sweeps_the_contents_that_have_no_file() throws Exception {
        var blobs = LocalBlobStore.open(folder.resolve("files"));
        var kept = (BlobStore.Kept.Whole) blobs.keep(new ByteArrayInputStream(new byte[] {1, 2, 3}), 10);
        Path content = blobs.path(kept.digest()).orElseThrow();
        Files.setLastModifiedTime(
                content, FileTime.from(now.minus(SweepContents.STAY).minusSeconds(1)));
        WorkerServer worker = server(mail -> new Postman.Delivery.Accepted());
        add("contents");
        worker.start();
        assertThat(eventually(() -> blobs.path(kept.digest()).isEmpty())).isTrue();
        worker.stop();
    }

    @Test
    void the_worker_forgets_uploads_that_nobody_goes_on_with() throws Exception {
        var upload = new Upload(
                new FileId(new UUID(7, 7)),
                new PersonId(new UUID(0, 1)),
                new FileName("a"),
                "",
                10,
                0,
                0,
                false,
                now.minusSeconds(2),
                now.minusSeconds(1));
        stores.uploads().open(upload, 10, 1);
        WorkerServer worker = server(mail -> new Postman.Delivery.Accepted());
        add("contents");
        worker.start();
        assertThat(eventually(() -> stores.uploads().byId(upload.id()).isEmpty()))
                .isTrue();
        worker.stop();
    }

    @Test
    void L17_an_address_never_prints() throws Exception {
        assertThat(new Address(InetAddress.getByName("192.0.2.7")).toString()).doesNotContain("192");
    }
}
