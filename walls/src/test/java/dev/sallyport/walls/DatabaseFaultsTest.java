package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.walls.Caller.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A house whose PostgreSQL is stopped and is killed while people sign up and sign in (T50). */
@Tag("slow")
@Tag("long")
class DatabaseFaultsTest {
    private static final String PASSWORD = "a long enough password";
    private static final int PEOPLE = 6;

    @TempDir
    Path folder;

    private final Map<String, Integer> registered = new ConcurrentHashMap<>();
    private final Map<Integer, AtomicInteger> answers = new ConcurrentHashMap<>();
    private final AtomicInteger withoutHint = new AtomicInteger();

    @Test
    void T50_a_database_that_is_stopped_or_killed_under_load_loses_nothing_acknowledged() throws Exception {
        try (var postgres = RunningPostgres.start();
                var house = RunningHouse.start(
                        folder, RunningHouse.GENEROUS + "database: \"" + postgres.database("sallyport") + "\"\n")) {
            var goOn = new AtomicBoolean(true);
            try (var people = Executors.newVirtualThreadPerTaskExecutor();
                    var caller = new Caller(house)) {
                var coming = IntStream.range(0, PEOPLE)
                        .mapToObj(i -> people.submit(() -> come(house, "person" + i, goOn)))
                        .toList();
                try {
                    until(5);
                    postgres.stop();
                    TimeUnit.SECONDS.sleep(3);
                    assertThat(caller.loginMobile(RunningHouse.ADMIN, RunningHouse.ADMIN_PASSWORD)
                                    .status())
                            .as("while there is no database")
                            .isEqualTo(503);
                    postgres.begin();
                    Duration afterStop = recovery(caller);
                    until(registered.size() + 5);

                    postgres.kill();
                    TimeUnit.SECONDS.sleep(1);
                    postgres.begin();
                    Duration afterKill = recovery(caller);
                    until(registered.size() + 5);
                    System.out.println("answers " + answers + ", back after " + afterStop + " and " + afterKill);
                } finally {
                    goOn.set(false);
                }
                for (var one : coming) {
                    assertThat(one.get()).isTrue();
                }
            }
            assertThat(answers.keySet()).as("statuses that people saw").isSubsetOf(Set.of(200, 201, 202, 503));
            assertThat(withoutHint).as("503 that do not say when to come again").hasValue(0);
            try (var caller = new Caller(house)) {
                for (var person : registered.keySet()) {
                    Answer in = caller.loginMobile(person, PASSWORD);
                    assertThat(in.status())
                            .as("%s was told of success: %s", person, in.text())
                            .isEqualTo(200);
                }
            }
        }
    }

    /** Registers one account after the other and signs in to it, whatever happens. */
    private boolean come(RunningHouse house, String name, AtomicBoolean goOn) throws InterruptedException {
        try (var caller = new Caller(house)) {
            for (int i = 0; goOn.get(); i++) {
                String email = name + "." + i + "@example.org";
                Answer up = count(caller.register(email, PASSWORD, "Somebody"));
                if (up.status() < 300) {
                    registered.put(email, up.status());
                    count(caller.loginMobile(email, PASSWORD));
                }
                Thread.sleep(20);
            }
        }
        return true;
    }

    private Answer count(Answer answer) {
        answers.computeIfAbsent(answer.status(), any -> new AtomicInteger()).incrementAndGet();
        if (answer.status() == 503 && answer.header("retry-after").isEmpty()) {
            withoutHint.incrementAndGet();
        }
        return answer;
    }

    private void until(int many) throws InterruptedException {
        for (int i = 0; i < 600 && registered.size() < many; i++) {
            Thread.sleep(100);
        }
        assertThat(registered).hasSizeGreaterThanOrEqualTo(many);
    }

    private static Duration recovery(Caller caller) throws Exception {
        Instant begun = Instant.now();
        while (caller.loginMobile(RunningHouse.ADMIN, RunningHouse.ADMIN_PASSWORD)
                        .status()
                != 200) {
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(30));
            Thread.sleep(100);
        }
        return Duration.between(begun, Instant.now());
    }
}
