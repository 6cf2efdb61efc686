package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.job.Job;
import dev.sallyport.storage.Stores;
import dev.sallyport.storage.sql.DatabaseSettings;
import jakarta.mail.internet.MimeMessage;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many letters through a real mail server while the worker is killed again and again (T49). {@code -Dmail.letters=10000
 * -Dmail.kills=20} makes the storm a long one.
 */
@Tag("slow")
class MailStormTest {
    private static final int LETTERS = Integer.getInteger("mail.letters", 2_000);
    private static final int KILLS = Integer.getInteger("mail.kills", 3);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** A kill doubles no more letters than were on their way, which is how many connections there are. */
    private static final int CONNECTIONS = 4;

    private static final Pattern DUE = Pattern.compile("(?m)^sallyport_jobs\\{state=\"due\"\\} ([0-9.E]+)");
    private static final Pattern OLDEST = Pattern.compile("(?m)^sallyport_jobs_oldest_seconds ([0-9.E]+)");

    @TempDir
    Path folder;

    private GreenMail mail;

    @BeforeEach
    void open() {
        mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
    }

    @AfterEach
    void close() {
        mail.stop();
    }

    private String settings() {
        return """
            public_url: http://localhost
            servers: [worker, monitor]
            mail: { smtp: "smtp://127.0.0.1:%d", from: door@example.org, starttls: off, connections: %d }
            worker: { concurrency: %d, lease: 5s }
            """.formatted(mail.getSmtp().getPort(), CONNECTIONS, CONNECTIONS);
    }

    private Set<String> fill() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        var chance = new Random(1);
        RandomSource random = count -> {
            byte[] bytes = new byte[count];
            chance.nextBytes(bytes);
            return bytes;
        };
        Instant now = Instant.now();
        var ids = new HashSet<String>();
        try (var stores = Stores.open(new DatabaseSettings.Sqlite(data.resolve("sallyport.db")))) {
            for (int i = 0; i < LETTERS; i++) {
                var payload = Map.of(
                        "to", "p" + i + "@example.org",
                        "template", "reset-password",
                        "link", "http://localhost/reset-password#" + i);
                var job = new Job(random.uuid(now), "mail", Optional.empty(), payload, 0, now, now, Optional.empty());
                assertThat(stores.jobs().add(job)).isTrue();
                ids.add("<" + job.id() + "@example.org>");
            }
        }
        return ids;
    }

    private void await(int letters) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (mail.getReceivedMessages().length < letters && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Test
    void T49_every_letter_arrives_and_hardly_any_twice_though_the_worker_is_killed() throws Exception {
        Set<String> written = fill();
        long begun = System.nanoTime();
        double mostDue = 0;
        double oldest = 0;
        try (var house = RunningHouse.start(folder, settings());
                var client = HttpClient.newHttpClient()) {
            for (int kill = 1; kill <= KILLS; kill++) {
                String metrics = metrics(client, house);
                mostDue = Math.max(mostDue, number(DUE, metrics));
                oldest = Math.max(oldest, number(OLDEST, metrics));
                await(LETTERS * kill / (KILLS + 1));
                house.kill();
                house.begin();
            }
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (arrived().size() < LETTERS && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(200);
            }
            while (number(DUE, metrics(client, house)) > 0 && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(200);
            }
            assertThat(number(DUE, metrics(client, house))).as("due in the end").isZero();
            assertThat(house.stop()).isZero();
        }
        Map<String, Integer> arrived = arrived();
        long twice = arrived.values().stream().filter(times -> times > 1).count();
        System.out.printf(
                "%d letters, %d kills: %d arrived, %d of them more than once, in %d s; up to %.0f due, oldest %.0f s%n",
                LETTERS,
                KILLS,
                arrived.size(),
                twice,
                Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                mostDue,
                oldest);
        assertThat(arrived.keySet()).isEqualTo(written);
        assertThat(twice).as("letters that came twice").isLessThan(LETTERS / 100);
        assertThat(mostDue).as("seen in the metrics").isGreaterThan(LETTERS / 4.0);
        assertThat(oldest).isPositive();
    }

    @Test
    void a_mail_server_that_is_away_is_a_warning_and_its_letters_wait() throws Exception {
        String settings = settings();
        mail.stop();
        fill();
        try (var house = RunningHouse.start(folder, settings);
                var client = HttpClient.newHttpClient()) {
            String health = "";
            for (int i = 0; i < 100 && !health.contains("takes no letters"); i++) {
                health = get(client, house, "/health/ready");
                TimeUnit.MILLISECONDS.sleep(100);
            }
            assertThat(health)
                    .contains("\"status\":\"warn\"", "takes no letters since")
                    .startsWith("{\"status\":\"up\"");
            assertThat(metrics(client, house))
                    .containsPattern("sallyport_mail_total\\{outcome=\"away\"\\} [1-9]")
                    .contains("sallyport_jobs{state=\"dead\"} 0.0");
        }
    }

    private Map<String, Integer> arrived() throws Exception {
        var arrived = new HashMap<String, Integer>();
        for (MimeMessage one : mail.getReceivedMessages()) {
            arrived.merge(one.getMessageID(), 1, Integer::sum);
        }
        return arrived;
    }

    private static String metrics(HttpClient client, RunningHouse house) throws Exception {
        return get(client, house, "/metrics");
    }

    private static String get(HttpClient client, RunningHouse house, String path) throws Exception {
        var ask = HttpRequest.newBuilder(house.monitorUrl(path))
                .timeout(Duration.ofSeconds(20))
                .build();
        return client.send(ask, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static double number(Pattern line, String metrics) {
        Matcher found = line.matcher(metrics);
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }
}
