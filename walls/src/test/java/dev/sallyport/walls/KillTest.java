package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.walls.Caller.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there after a power cut (T50). */
@Tag("slow")
class KillTest {
    private static final String PASSWORD = "a long enough password";
    private static final int PEOPLE = 12;

    @TempDir
    Path folder;

    @Test
    void T50_kill_9_in_a_storm_of_sign_ins_and_refreshes_loses_nothing_acknowledged() throws Exception {
        try (var house = RunningHouse.start(folder, RunningHouse.GENEROUS + "tokens: { refresh_grace: 60s }\n")) {
            Map<String, String> newest = new ConcurrentHashMap<>();
            Map<String, String> registered = new ConcurrentHashMap<>();
            for (int round = 0; round < 3; round++) {
                storm(house, round, newest, registered);
                house.begin();
                try (var caller = new Caller(house)) {
                    for (var person : registered.keySet()) {
                        Answer in = caller.loginMobile(person, PASSWORD);
                        assertThat(in.status())
                                .as("%s was registered before the cut: %s", person, in.text())
                                .isEqualTo(200);
                    }
                    for (var held : List.copyOf(newest.entrySet())) {
                        Answer turned = caller.refreshMobile(held.getValue());
                        assertThat(turned.status())
                                .as("%s holds a refresh token that was acknowledged: %s", held.getKey(), turned.text())
                                .isEqualTo(200);
                        newest.put(
                                held.getKey(),
                                turned.json().path("refresh_token").asString());
                    }
                }
            }
            assertThat(newest).hasSizeGreaterThanOrEqualTo(PEOPLE / 2);
        }
    }

    private static void storm(RunningHouse house, int round, Map<String, String> newest, Map<String, String> registered)
            throws InterruptedException {
        var goOn = new AtomicBoolean(true);
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < PEOPLE; i++) {
                String email = "storm-" + round + "-" + i + "@example.org";
                people.execute(() -> liveOn(house, email, goOn, newest, registered));
            }
            TimeUnit.MILLISECONDS.sleep(2_500);
            house.kill();
            goOn.set(false);
        }
    }

    private static void liveOn(
            RunningHouse house,
            String email,
            AtomicBoolean goOn,
            Map<String, String> newest,
            Map<String, String> registered) {
        try (var caller = new Caller(house)) {
            if (caller.register(email, PASSWORD, "Storm").status() != 202) {
                return;
            }
            registered.put(email, PASSWORD);
            Answer in = caller.loginMobile(email, PASSWORD);
            while (goOn.get() && in.status() == 200) {
                newest.put(email, in.json().path("refresh_token").asString());
                in = caller.refreshMobile(newest.get(email));
            }
        } catch (IllegalStateException powerCut) {
            assertThat(powerCut).hasMessageContaining("got no answer");
        }
    }

    @Test
    void L28_suspensions_stand_after_a_kill_in_the_middle_of_guessing() throws Exception {
        try (var house = RunningHouse.start(folder, RunningHouse.GENEROUS);
                var caller = new Caller(house)) {
            for (int i = 0; i < 5; i++) {
                assertThat(caller.loginMobile("target@example.org", "guess " + i)
                                .status())
                        .isEqualTo(401);
            }
            house.kill();
            house.begin();
            assertThat(caller.loginMobile("target@example.org", "guess 6").status())
                    .isEqualTo(429);
        }
    }

    @Test
    void a_service_manager_can_stop_it_politely() throws Exception {
        try (var house = RunningHouse.start(folder, RunningHouse.GENEROUS)) {
            int exit = house.stop();
            assertThat(exit).isZero();
            assertThat(house.log()).contains("Closing: finishing what has begun.", "Stopped.");
            house.begin();
        }
    }
}
