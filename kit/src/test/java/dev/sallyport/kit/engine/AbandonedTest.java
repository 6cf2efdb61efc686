package dev.sallyport.kit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.http.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests whose client leaves before their turn has come. The test runs what waits for a thread. */
class AbandonedTest {
    private static final HttpEngine.Limits LIMITS =
            new HttpEngine.Limits(8 * 1024, 1 << 20, Duration.ofSeconds(3), 100, 50);

    private final Loops loops = new Loops();
    private final BlockingQueue<Runnable> turns = new LinkedBlockingQueue<>();
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final Listener listener = new Listener(
            HttpEngine.Door.of(request -> {
                begun.add(request.method());
                return Response.of(204);
            }),
            LIMITS,
            () -> "id",
            turns::add,
            loops::seconds);
    private Place place;

    @BeforeEach
    void listen() throws Exception {
        place = new Place(
                loops,
                new Dialling(loops, Optional.empty()),
                listener,
                Optional.empty(),
                new HttpEngine.Listen("127.0.0.1", 0));
    }

    @AfterEach
    void stop() {
        place.close();
        loops.close();
    }

    private static void await(BooleanSupplier done) throws InterruptedException {
        for (int i = 0; i < 1_000 && !done.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(done.getAsBoolean()).as("within 10 s").isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        RFC 9110 §9.2.1 nothing comes of it | GET    | 0
        RFC 9110 §9.2.1 nothing comes of it | HEAD   | 0
        the last word of a page             | POST   | 1
        it may be meant                     | DELETE | 1
        """)
    void what_changes_nothing_is_not_begun_for_nobody(String why, String method, int times) throws Exception {
        Runnable turn;
        try (var client = new RawSocket(place.port())) {
            client.send(method + " /a HTTP/1.1\r\nHost: a\r\n\r\n");
            turn = turns.poll(10, TimeUnit.SECONDS);
        }
        await(() -> listener.connections().isEmpty());
        turn.run();
        assertThat(begun).as(why).hasSize(times);
        await(() -> listener.inFlight() == 0);
    }
}
