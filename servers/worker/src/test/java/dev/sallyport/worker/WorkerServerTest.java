package dev.sallyport.worker;

import static dev.sallyport.worker.TestQueue.LEASE;
import static dev.sallyport.worker.TestQueue.eventually;
import static org.assertj.core.api.Assertions.assertThat;

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
import dev.sallyport.domain.job.Bell;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobHandler.Result;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.privacy.ForgetAddresses;
import dev.sallyport.domain.privacy.ForgetExports;
import dev.sallyport.domain.privacy.Purge;
import dev.sallyport.kit.token.MasterKey;
import dev.sallyport.kit.trace.Tracing;
import dev.sallyport.storage.blob.LocalBlobStore;
import dev.sallyport.storage.blob.LocalStaging;
import dev.sallyport.worker.mail.Mail;
import dev.sallyport.worker.mail.Postman;
import dev.sallyport.worker.mail.SendMail;
import dev.sallyport.worker.mail.TestStationery;
import dev.sallyport.worker.privacy.DataRights;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a whole worker does by itself and when it is asked: letters, keys, seals and leftovers. */
class WorkerServerTest {
    @TempDir
    Path folder;

    private TestQueue queue;
    private MasterKey sealer;

    @BeforeEach
    void open() {
        queue = new TestQueue(folder);
        sealer = new MasterKey(new byte[MasterKey.LENGTH], queue.random);
    }

    @AfterEach
    void close() {
        queue.close();
    }

    private WorkerServer server(Postman postman) throws IOException {
        var blobs = LocalBlobStore.open(folder.resolve("files"));
        return new WorkerServer(
                new WorkerConfiguration(8, Map.of(), Map.of(), Duration.ofMillis(50), LEASE),
                queue.jobs,
                new Bell(),
                new Purge(
                        queue.stores.oneTime(),
                        queue.stores.sessions(),
                        queue.stores.attempts(),
                        queue.stores.devices(),
                        queue.stores.keys(),
                        queue.stores.clients(),
                        Duration.ofDays(30),
                        () -> queue.now),
                queue.stores.letterCounts(),
                queue.stores.keptLetters(),
                new ForgetAddresses(queue.stores.addressKeys(), Duration.ofDays(30), () -> queue.now),
                new SweepContents(queue.stores.files(), blobs, new ContentLocks(), () -> queue.now),
                new SweepUploads(
                        queue.stores.uploads(), LocalStaging.open(folder.resolve("uploads"), blobs), () -> queue.now),
                new SealAudit(queue.stores.seals(), sealer, () -> queue.now),
                new PurgeAudit(queue.stores.seals(), sealer, Optional.of(Duration.ofDays(30)), () -> queue.now),
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
                                queue.stores.exports(),
                                new MakeFile(
                                        queue.stores.files(), blobs, new ContentLocks(), () -> queue.now, queue.random),
                                () -> queue.now)),
                new SimpleMeterRegistry(),
                Tracing.OFF,
                () -> queue.now,
                queue.random);
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
        queue.jobs.add(new Job(
                queue.random.uuid(queue.now),
                "mail",
                Optional.empty(),
                Map.of(
                        "to", "ada@example.org",
                        "template", "reset-password",
                        "link", "https://id.example.org/reset-password#t"),
                0,
                queue.now,
                queue.now,
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
    void L17_the_keys_of_days_are_destroyed_after_the_retention_by_the_worker() throws Exception {
        LocalDate today = LocalDate.parse("2026-11-24");
        byte[] old = {1};
        byte[] young = {2};
        queue.stores.addressKeys().keyOf(today.minusDays(31), old);
        queue.stores.addressKeys().keyOf(today.minusDays(30), young);
        WorkerServer worker = server(mail -> new Postman.Delivery.Accepted());
        worker.start();
        queue.pass(Duration.ofDays(1).minusHours(12).minusSeconds(60));
        // The daily job is due at midnight; until then the day of 31 days ago has its key.
        assertThat(queue.stores.addressKeys().keyOf(today.minusDays(31), young)).isEqualTo(old);
        assertThat(eventually(() -> queue.jobs.depth(queue.now).later() >= 1)).isTrue();
        queue.pass(Duration.ofSeconds(61));
        assertThat(eventually(() -> Arrays.equals(
                        queue.stores.addressKeys().keyOf(today.minusDays(31), new byte[] {3}), new byte[] {3})))
                .isTrue();
        worker.stop();
        assertThat(worker.routes()).isEmpty();
    }

    @Test
    void L17_the_worker_seals_what_was_appended_and_removes_it_when_its_time_has_passed() throws Exception {
        queue.stores
                .audit()
                .append(new AuditEvent(
                        queue.random.uuid(queue.now),
                        AuditEvent.Kind.SIGNED_IN,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        queue.now));
        WorkerServer worker = server(mail -> new Postman.Delivery.Accepted());
        worker.start();
        assertThat(eventually(() -> queue.jobs.depth(queue.now).later() >= 1)).isTrue();
        queue.pass(Duration.ofSeconds(31));
        assertThat(eventually(() -> queue.stores.seals().waiting() == 0)).isTrue();
        assertThat(queue.stores.seals().oldest()).isPresent();
        queue.pass(Duration.ofDays(31));
        assertThat(eventually(() -> queue.stores.seals().oldest().isEmpty())).isTrue();
        assertThat(queue.stores.audit().all(Slice.first(1)).items()).isEmpty();
        worker.stop();
    }

    @Test
    void the_worker_sweeps_the_contents_that_have_no_file() throws Exception {
        var blobs = LocalBlobStore.open(folder.resolve("files"));
        var kept = (BlobStore.Kept.Whole) blobs.keep(new ByteArrayInputStream(new byte[] {1, 2, 3}), 10);
        Path content = blobs.path(kept.digest()).orElseThrow();
        Files.setLastModifiedTime(
                content, FileTime.from(queue.now.minus(SweepContents.STAY).minusSeconds(1)));
        WorkerServer worker = server(mail -> new Postman.Delivery.Accepted());
        queue.add("contents");
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
                queue.now.minusSeconds(2),
                queue.now.minusSeconds(1));
        queue.stores.uploads().open(upload, 10, 1);
        WorkerServer worker = server(mail -> new Postman.Delivery.Accepted());
        queue.add("contents");
        worker.start();
        assertThat(eventually(() -> queue.stores.uploads().byId(upload.id()).isEmpty()))
                .isTrue();
        worker.stop();
    }
}
