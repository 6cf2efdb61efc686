package dev.sallyport.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.job.Backoff;
import dev.sallyport.domain.job.Bell;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobDesk;
import dev.sallyport.domain.job.JobHandler;
import dev.sallyport.domain.job.RunJob;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.kit.trace.Tracing;
import dev.sallyport.storage.Stores;
import dev.sallyport.storage.sql.DatabaseSettings;
import dev.sallyport.worker.mail.Mail;
import dev.sallyport.worker.mail.Postman;
import dev.sallyport.worker.mail.SendMail;
import dev.sallyport.worker.mail.TestStationery;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mail server that is away for an hour, and one that refuses some: what becomes of the letters, over a real queue. */
class MailOutageTest {
    private static final int LETTERS = 60;
    private static final Instant BEGUN = Instant.parse("2026-11-26T12:00:00Z");
    private static final Instant BACK = BEGUN.plus(Duration.ofHours(1));

    @TempDir
    Path folder;

    private final ConcurrentLinkedQueue<String> delivered = new ConcurrentLinkedQueue<>();
    private volatile Instant now = BEGUN;
    private Stores stores;
    private WorkerLoop loop;

    /** Away for an hour; then it knows no mailbox whose number ends in 0, and every seventh is full at first. */
    private Postman.Delivery answer(Mail mail) {
        String to = mail.to().value();
        if (now.isBefore(BACK)) {
            return new Postman.Delivery.Away("Connection refused");
        }
        if (to.matches(".*0@.*")) {
            return new Postman.Delivery.Refused("550 no such mailbox");
        }
        if (Integer.parseInt(to.replaceAll("\\D", "")) % 7 == 0 && now.isBefore(BACK.plus(Duration.ofHours(2)))) {
            return new Postman.Delivery.Later("452 mailbox full");
        }
        delivered.add(to);
        return new Postman.Delivery.Accepted();
    }

    @BeforeEach
    void open() {
        stores = Stores.open(new DatabaseSettings.Sqlite(folder.resolve("queue.db")));
        var chance = new Random(1);
        RandomSource random = count -> {
            byte[] bytes = new byte[count];
            chance.nextBytes(bytes);
            return bytes;
        };
        for (int i = 0; i < LETTERS; i++) {
            var payload = Map.of(
                    "to", "p" + i + "@example.org",
                    "template", "reset-password",
                    "link", "https://id.example.org/reset-password#" + i);
            stores.jobs()
                    .add(new Job(
                            random.uuid(BEGUN), "mail", Optional.empty(), payload, 0, BEGUN, BEGUN, Optional.empty()));
        }
        var meters = new SimpleMeterRegistry();
        Map<String, JobHandler> handlers = Map.of("mail", new SendMail(TestStationery.press(), this::answer, meters));
        loop = new WorkerLoop(
                new WorkerConfiguration(8, Map.of(), Map.of(), Duration.ofMillis(50), Duration.ofMinutes(2)),
                List.of(new Kind("mail", 4)),
                stores.jobs(),
                new RunJob(stores.jobs(), handlers, Backoff.USUAL, () -> now, random),
                List.of(),
                new Bell(),
                new JobMetrics(meters, handlers.keySet()),
                Tracing.OFF,
                () -> now,
                random);
        loop.start();
    }

    @AfterEach
    void close() {
        loop.stop(Duration.ofSeconds(30));
        stores.close();
    }

    /** Waits until nothing is due any more. */
    private void settled() throws InterruptedException {
        for (int i = 0; i < 3_000 && stores.jobs().depth(now).due() > 0; i++) {
            Thread.sleep(10);
        }
        assertThat(stores.jobs().depth(now).due()).isZero();
        // The hands are free a moment after their jobs are settled; the clock must not leap over that.
        Thread.sleep(20);
    }

    @Test
    void T49_no_letter_is_lost_to_an_outage_and_only_what_cannot_arrive_is_given_up() throws Exception {
        for (Duration past = Duration.ZERO; past.toHours() < 5; past = past.plusMinutes(5)) {
            now = BEGUN.plus(past);
            settled();
            if (now.isBefore(BACK)) {
                assertThat(delivered).isEmpty();
                assertThat(stores.jobs().depth(now).dead())
                        .as("given up at " + now)
                        .isZero();
            }
        }
        List<String> mailboxes = IntStream.range(0, LETTERS)
                .filter(i -> i % 10 != 0)
                .mapToObj(i -> "p" + i + "@example.org")
                .toList();
        assertThat(delivered).containsExactlyInAnyOrderElementsOf(mailboxes);
        var dead = stores.jobDesk()
                .list(Optional.of(JobDesk.State.DEAD), now, Slice.first(100))
                .items();
        assertThat(dead)
                .hasSize(LETTERS / 10)
                .allSatisfy(listed -> assertThat(listed.job().lastError()).contains("550 no such mailbox"));
        assertThat(stores.jobs().depth(now).later()).isZero();
    }
}
