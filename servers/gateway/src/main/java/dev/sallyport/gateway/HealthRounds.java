package dev.sallyport.gateway;

import dev.sallyport.domain.RandomSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Asks the origins of routes that have a health check whether they are well, again and again, beside the requests. */
final class HealthRounds {
    private final List<Thread> threads;
    private final RandomSource random;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(task -> Thread.ofVirtual().name("health-check").start(task))
            .build();

    HealthRounds(List<OpenedRoute> routes, RandomSource random) {
        this.random = random;
        this.threads = routes.stream()
                .flatMap(opened -> opened.route().health().stream()
                        .flatMap(check -> opened.origins().all().stream()
                                .map(origin -> new Round(check, opened.origins(), origin))))
                .map(round -> Thread.ofVirtual().name("health-round").unstarted(() -> run(round)))
                .toList();
    }

    void start() {
        threads.forEach(Thread::start);
    }

    void stop() {
        threads.forEach(Thread::interrupt);
        client.shutdownNow();
    }

    private void run(Round round) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                round.checked(outcome(round));
                Thread.sleep(jittered(round.check.every()));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is wrong with the origin; empty where nothing is. */
    private String outcome(Round round) throws InterruptedException {
        URI url = round.origin.url().resolve(round.check.path());
        var request = HttpRequest.newBuilder(url)
                .timeout(round.check.timeout())
                .header("user-agent", "sallyport-health-check")
                .build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            // The body says nothing more, however long it is.
            response.body().close();
            int status = response.statusCode();
            return status >= 200 && status < 400 ? "" : "it answered with " + status;
        } catch (IOException e) {
            return "it did not answer: " + e.getClass().getSimpleName();
        }
    }

    /** Nine to eleven tenths, so that many gateways do not ask at one time. */
    private Duration jittered(Duration every) {
        int chance = random.bytes(1)[0] & 0xff;
        return every.multipliedBy(9)
                .dividedBy(10)
                .plus(every.multipliedBy(chance).dividedBy(5 * 256L));
    }

    /** The checks of one origin, never two at once. */
    private static final class Round {
        private final HealthCheck check;
        private final Origins origins;
        private final Origin origin;
        private int inARow;

        Round(HealthCheck check, Origins origins, Origin origin) {
            this.check = check;
            this.origins = origins;
            this.origin = origin;
        }

        /** Counts checks that contradict what is held of the origin. */
        void checked(String wrong) {
            boolean well = wrong.isEmpty();
            inARow = well == origin.isIll() ? inARow + 1 : 0;
            if (inARow >= (well ? check.healthy() : check.unhealthy())) {
                inARow = 0;
                origins.checked(origin, well, wrong);
            }
        }
    }
}
