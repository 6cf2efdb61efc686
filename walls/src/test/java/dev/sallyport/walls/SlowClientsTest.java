package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hundreds of clients that drip, by {@code slowhttptest}, while an ordinary one comes and goes (T43). */
@Tag("slow")
class SlowClientsTest {
    private static final int CONNECTIONS = 300;
    private static final int ASKED = 200;

    /** What the machine itself may add, beside the ratio. */
    private static final Duration NOISE = Duration.ofMillis(2);

    @TempDir
    static Path folder;

    private static RunningHouse house;
    private static HttpClient client;

    @BeforeAll
    static void open() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "slowhttptest"))),
                "no slowhttptest on this machine");
        assumeTrue(Files.exists(Path.of("/proc/net/tcp")), "no Linux, whose table of sockets tells when all have come");
        house = RunningHouse.start(folder, RunningHouse.GENEROUS);
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        ask(ASKED * 5);
    }

    @AfterAll
    static void close() {
        if (house != null) {
            house.close();
            client.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "slow heads, -H -i 1 -x 24",
        "slow bodies, -B -i 1 -s 8192 -x 10",
        "slow reading, -X -w 1 -y 4 -n 1 -z 5 -k 3",
    })
    void T43_an_ordinary_client_stays_within_twice_its_time_beside_slow_ones(String what, String options)
            throws Exception {
        Duration before = Duration.ZERO;
        Duration beside = Duration.ZERO;
        // A second look where the machine had something else to do; both sides are measured anew.
        for (int look = 0; look < 2 && (look == 0 || !isBearable(before, beside)); look++) {
            before = ask(ASKED);
            Process slow = slow(options);
            try {
                awaitConnections(slow);
                beside = ask(ASKED);
                assertThat(slow.isAlive()).as("the slow ones are still there").isTrue();
            } finally {
                slow.destroyForcibly().waitFor();
            }
        }
        assertThat(isBearable(before, beside))
                .as("%s: %s before, %s beside them", what, before, beside)
                .isTrue();
    }

    private static boolean isBearable(Duration before, Duration beside) {
        return beside.compareTo(before.multipliedBy(2).plus(NOISE)) <= 0;
    }

    private static Process slow(String options) throws IOException {
        var command = new ArrayList<>(List.of("slowhttptest"));
        command.addAll(Arrays.asList(options.split(" ", -1)));
        command.addAll(List.of("-c", Integer.toString(CONNECTIONS), "-r", "300", "-l", "30", "-p", "2", "-v", "1"));
        command.addAll(List.of("-u", house.url("/v1/openapi.json").toString()));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("slow.log").toFile())
                .start();
    }

    /** Until the house holds nearly all of them, as the process's own table of sockets says. */
    private static void awaitConnections(Process slow) throws IOException, InterruptedException {
        String port = ":%04X".formatted(house.port());
        long open = 0;
        for (int i = 0; i < 100 && slow.isAlive() && open < CONNECTIONS * 9L / 10; i++) {
            TimeUnit.MILLISECONDS.sleep(100);
            open = Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                    .map(Path::of)
                    .flatMap(SlowClientsTest::lines)
                    .map(line -> line.strip().split("\\s+", -1))
                    .filter(columns -> columns.length > 3 && columns[1].endsWith(port) && columns[3].equals("01"))
                    .count();
        }
        assertThat(open)
                .as(Files.readString(folder.resolve("slow.log"), StandardCharsets.UTF_8))
                .isGreaterThanOrEqualTo(CONNECTIONS * 9L / 10);
    }

    private static Stream<String> lines(Path table) {
        return Files.exists(table) ? Repository.read(table).lines() : Stream.empty();
    }

    /** The median of what so many calls took, of which none failed. */
    private static Duration ask(int times) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(house.url("/.well-known/jwks.json"))
                .timeout(Duration.ofSeconds(10))
                .build();
        long[] took = new long[times];
        for (int i = 0; i < times; i++) {
            long begun = System.nanoTime();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            took[i] = System.nanoTime() - begun;
            assertThat(answer.statusCode()).isEqualTo(200);
        }
        Arrays.sort(took);
        return Duration.ofNanos(took[times / 2]);
    }
}
