package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.walls.Caller.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** People who sign up, sign in and refresh, one account after the other, whatever happens to the house; and who remember what they were told. */
final class Crowd implements AutoCloseable {
    private static final String PASSWORD = "a long enough password";

    private final RunningHouse house;
    private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<Boolean>> coming = new ArrayList<>();
    private final AtomicBoolean goOn = new AtomicBoolean(true);
    private final Set<String> registered = ConcurrentHashMap.newKeySet();
    private final Map<String, String> refreshed = new ConcurrentHashMap<>();
    private final Map<Integer, AtomicInteger> answers = new ConcurrentSkipListMap<>();
    private final AtomicInteger withoutHint = new AtomicInteger();

    private Crowd(RunningHouse house) {
        this.house = house;
    }

    /** So many people begin to come. */
    static Crowd of(int many, RunningHouse house) {
        var crowd = new Crowd(house);
        for (int i = 0; i < many; i++) {
            String name = "person" + i;
            crowd.coming.add(crowd.people.submit(() -> crowd.come(name)));
        }
        return crowd;
    }

    private boolean come(String name) throws InterruptedException {
        try (var caller = new Caller(house)) {
            for (int i = 0; goOn.get(); i++) {
                String email = name + "." + i + "@example.org";
                if (count(caller.register(email, PASSWORD, "Somebody")).status() < 300) {
                    registered.add(email);
                    signIn(caller, email);
                }
                Thread.sleep(20);
            }
        }
        return true;
    }

    private void signIn(Caller caller, String email) {
        Answer in = count(caller.loginMobile(email, PASSWORD));
        if (in.status() == 200) {
            Answer again = count(caller.refreshMobile(token(in)));
            if (again.status() == 200) {
                refreshed.put(email, token(again));
            }
        }
    }

    private static String token(Answer answer) {
        return answer.json().path("refresh_token").asString("");
    }

    private Answer count(Answer answer) {
        answers.computeIfAbsent(answer.status(), any -> new AtomicInteger()).incrementAndGet();
        if (answer.status() == 503 && answer.header("retry-after").isEmpty()) {
            withoutHint.incrementAndGet();
        }
        return answer;
    }

    /** Waits until so many more have been told that they are registered. */
    void awaitMore(int more) throws InterruptedException {
        int many = registered.size() + more;
        for (int i = 0; i < 600 && registered.size() < many; i++) {
            Thread.sleep(100);
        }
        assertThat(registered).hasSizeGreaterThanOrEqualTo(many);
    }

    /** How long it takes from now until somebody can sign in. */
    static Duration recovery(Caller caller) throws InterruptedException {
        Instant begun = Instant.now();
        while (caller.loginMobile(RunningHouse.ADMIN, RunningHouse.ADMIN_PASSWORD)
                        .status()
                != 200) {
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(30));
            Thread.sleep(100);
        }
        return Duration.between(begun, Instant.now());
    }

    /** Nobody comes any more; everybody who was told of success must be known, and a token that was given last must be good. */
    void go() throws ExecutionException, InterruptedException {
        goOn.set(false);
        for (var one : coming) {
            assertThat(one.get()).isTrue();
        }
        assertThat(answers.keySet()).as("statuses that people saw").isSubsetOf(Set.of(200, 201, 202, 503));
        assertThat(withoutHint).as("503 that do not say when to come again").hasValue(0);
        try (var caller = new Caller(house)) {
            for (String person : registered) {
                Answer in = caller.loginMobile(person, PASSWORD);
                assertThat(in.status())
                        .as("%s was told of success: %s", person, in.text())
                        .isEqualTo(200);
            }
            for (var token : refreshed.entrySet()) {
                Answer again = caller.refreshMobile(token.getValue());
                assertThat(again.status())
                        .as("%s was given this token: %s", token.getKey(), again.text())
                        .isEqualTo(200);
            }
        }
    }

    /** How often which status was seen. */
    @Override
    public String toString() {
        return registered.size() + " registered, " + refreshed.size() + " refreshed, answers " + answers;
    }

    @Override
    public void close() {
        goOn.set(false);
        people.close();
    }
}
