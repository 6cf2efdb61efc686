package dev.sallyport.walls;

import dev.sallyport.walls.Caller.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * People at work while something happens to the house: each keeps a refresh token turning, reads their profile, signs in again and
 * uploads files, and remembers what was acknowledged. A request that got no answer at all is sent once more.
 */
final class Load implements AutoCloseable {
    private static final String PASSWORD = "a long enough password";

    private final URI street;
    private final List<Person> people = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    private final AtomicInteger requests = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong longest = new AtomicLong();

    /** What was seen in a span of time. */
    record Seen(int requests, List<String> failures, long longestMillis) {
        /** What was seen in both spans. */
        Seen and(Seen later) {
            return new Seen(
                    requests + later.requests(),
                    Stream.concat(failures.stream(), later.failures().stream()).toList(),
                    Math.max(longestMillis, later.longestMillis()));
        }

        /** As people would tell it: how many of each kind. */
        String told() {
            var kinds = new TreeMap<String, Integer>();
            failures.forEach(failure -> kinds.merge(failure, 1, Integer::sum));
            return kinds.isEmpty() ? "nothing" : kinds.toString();
        }
    }

    private Load(URI street) {
        this.street = street;
    }

    /** Lets so many people begin, each with an account and an address of their own. */
    static Load begin(URI street, String prefix, int count) {
        var load = new Load(street);
        for (int i = 0; i < count; i++) {
            load.people.add(load.new Person(prefix + i + "@example.org", "127.0.9." + (i + 1)));
        }
        load.people.forEach(Person::arrive);
        load.people.forEach(person -> load.threads.add(Thread.ofVirtual().start(person::work)));
        return load;
    }

    /** What was seen since the last time. */
    Seen seen() {
        var failed = new ArrayList<String>();
        for (String failure = failures.poll(); failure != null; failure = failures.poll()) {
            failed.add(failure);
        }
        return new Seen(requests.getAndSet(0), failed, longest.getAndSet(0));
    }

    /** How long the one has waited by now who waits longest for an answer. */
    Duration waiting() {
        long now = System.nanoTime();
        return Duration.ofNanos(people.stream()
                .map(person -> person.asking)
                .flatMapToLong(OptionalLong::stream)
                .map(begun -> now - begun)
                .max()
                .orElse(0));
    }

    /** Stops everybody, and then says what of the acknowledged is not there, and whose session does not go on. */
    List<String> missing() throws InterruptedException {
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        var missing = new ArrayList<String>();
        people.forEach(person -> person.check(missing));
        return missing;
    }

    @Override
    public void close() {
        over = true;
        people.forEach(person -> person.caller.close());
    }

    private final class Person {
        private final String email;
        private final Caller caller;
        private final List<String> files = new ArrayList<>();
        private String access = "";
        private String refresh = "";
        /** When the request began that has no answer yet. */
        private volatile OptionalLong asking = OptionalLong.empty();

        Person(String email, String address) {
            this.email = email;
            this.caller = new Caller(street, address);
        }

        void arrive() {
            if (caller.register(email, PASSWORD, "Ada").status() != 202) {
                throw new IllegalStateException(email + " was not let in");
            }
            take(caller.loginMobile(email, PASSWORD));
        }

        private void take(Answer answer) {
            if (answer.status() == 200) {
                access = answer.json().path("access_token").asString();
                refresh = answer.json().path("refresh_token").asString();
            }
        }

        void work() {
            for (int round = 0; !over; round++) {
                take(asked("refresh", 200, () -> caller.refreshMobile(refresh)));
                asked("read", 200, () -> caller.get("/v1/profile", "authorization", "Bearer " + access));
                if (round % 4 == 0) {
                    String content = email + " " + round;
                    Answer stored = asked(
                            "upload",
                            201,
                            () -> caller.send(
                                    "POST",
                                    "/v1/files?name=" + round(content),
                                    content,
                                    "authorization",
                                    "Bearer " + access));
                    if (stored.status() == 201) {
                        files.add(stored.json().path("id").asString());
                    }
                }
                if (round % 8 == 0) {
                    asked("sign-in", 200, () -> caller.loginMobile(email, PASSWORD));
                }
            }
        }

        private static String round(String content) {
            return "n" + Integer.toHexString(content.hashCode());
        }

        private interface Call {
            Answer made();
        }

        private Answer asked(String what, int expected, Call call) {
            requests.incrementAndGet();
            long begun = System.nanoTime();
            asking = OptionalLong.of(begun);
            Answer answer = answered(call);
            longest.accumulateAndGet(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun), Math::max);
            if (answer.status() != expected) {
                failures.add(what + " " + told(answer));
            }
            asking = OptionalLong.empty();
            if (answer.status() != expected) {
                pause();
            }
            return answer;
        }

        /** The status, and the kind of problem where one is told as the house tells them. */
        private static String told(Answer answer) {
            if (answer.status() == 0) {
                return "unanswered";
            }
            boolean isProblem = answer.header("content-type").orElse("").startsWith("application/problem+json");
            return answer.status() + (isProblem ? answer.problem().replace("/problems/", " ") : "");
        }

        /** An answer of status 0 is none. */
        private Answer answered(Call call) {
            try {
                return call.made();
            } catch (IllegalStateException unanswered) {
                try {
                    return call.made();
                } catch (IllegalStateException again) {
                    return new Answer(0, null);
                }
            }
        }

        private void pause() {
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void check(List<String> missing) {
            Answer turned = caller.refreshMobile(refresh);
            if (turned.status() != 200) {
                missing.add("the session of " + email + ": " + turned.status() + " " + turned.text());
                return;
            }
            take(turned);
            for (String file : files) {
                Answer found = caller.get("/v1/files/" + file, "authorization", "Bearer " + access);
                if (found.status() != 200 || !found.text().startsWith(email)) {
                    missing.add("the file " + file + " of " + email + ": " + found.status());
                }
            }
        }
    }
}
