package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.LATER;
import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.attempt.AttemptKey;
import dev.sallyport.domain.attempt.AttemptPolicy;
import dev.sallyport.domain.attempt.AttemptStore.Begun;
import dev.sallyport.domain.attempt.AttemptStore.Failed;
import dev.sallyport.domain.credential.PasswordHash;
import dev.sallyport.domain.grant.RefreshStore.Rotation;
import dev.sallyport.domain.person.PersonId;
import dev.sallyport.domain.person.PersonStore.Added;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import dev.sallyport.domain.token.OneTimeStore.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Every single-use verb, called by a hundred at the same moment: one of them wins. */
abstract class RaceContract {
    private static final int CALLERS = 100;

    abstract Stores stores();

    private static <T> List<T> race(IntFunction<T> call) throws Exception {
        var start = new CountDownLatch(1);
        var answers = new ArrayList<T>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = new ArrayList<Future<T>>();
            for (int i = 0; i < CALLERS; i++) {
                int caller = i;
                Callable<T> task = () -> {
                    start.await();
                    return call.apply(caller);
                };
                futures.add(callers.submit(task));
            }
            start.countDown();
            for (Future<T> future : futures) {
                answers.add(future.get());
            }
        }
        return answers;
    }

    private static String unique() {
        return UUID.randomUUID().toString();
    }

    @Test
    void T13_one_of_a_hundred_takes_a_value_first() throws Exception {
        Digest value = Digest.of(unique());
        assertThat(stores().oneTime().put(Purpose.JWT_ID, value, "it", LATER)).isTrue();
        var taken = race(i -> stores().oneTime().take(Purpose.JWT_ID, value, NOW));
        assertThat(taken).filteredOn(new Taken.First("it")::equals).hasSize(1);
        assertThat(taken).filteredOn(new Taken.Again("it")::equals).hasSize(CALLERS - 1);
    }

    @Test
    void T13_T18_one_of_a_hundred_turns_a_family_and_the_others_repeat() throws Exception {
        var session = Samples.session(new PersonId(UUID.randomUUID()));
        var family = Samples.family(session);
        stores().sessions().open(session, family);
        var rotations = race(i -> stores().refresh()
                .rotate(family.id(), 1, family.member(), Digest.of("member 2"), NOW, Duration.ofSeconds(10)));
        assertThat(rotations).filteredOn(Rotation.Turned.class::isInstance).hasSize(1);
        assertThat(rotations).filteredOn(Rotation.Repeated.class::isInstance).hasSize(CALLERS - 1);
        var replays = race(i -> stores().refresh()
                .rotate(
                        family.id(),
                        1,
                        family.member(),
                        Digest.of("member 2"),
                        NOW.plusSeconds(60),
                        Duration.ofSeconds(10)));
        assertThat(replays).filteredOn(Rotation.Replayed.class::isInstance).hasSize(1);
        assertThat(replays).filteredOn(Rotation.Gone.class::isInstance).hasSize(CALLERS - 1);
    }

    @Test
    void T13_one_of_a_hundred_ends_a_session() throws Exception {
        var session = Samples.session(new PersonId(UUID.randomUUID()));
        var family = Samples.family(session);
        stores().sessions().open(session, family);
        var ended = race(i -> stores().sessions().end(session.id(), session.person(), NOW));
        assertThat(ended).filteredOn(e -> e).hasSize(1);
        assertThat(stores().refresh().byId(family.id()).orElseThrow().revoked()).contains(NOW);
    }

    @Test
    void T22_parallel_guesses_do_not_slip_under_the_limit() throws Exception {
        var key = new AttemptKey(unique());
        var policy = new AttemptPolicy(5, Duration.ofHours(12));
        var begun = race(i -> stores().attempts().begin(key, policy, NOW));
        assertThat(begun).filteredOn(new Begun.Judge()::equals).hasSize(5);
        var failed = new ArrayList<Failed>();
        for (int i = 0; i < 5; i++) {
            failed.add(stores().attempts().fail(key, policy, NOW));
        }
        assertThat(failed).filteredOn(Failed.NowSuspended.class::isInstance).hasSize(1);
        assertThat(stores().attempts().begin(key, policy, NOW.plusSeconds(60)))
                .isEqualTo(new Begun.Suspended(NOW.plus(policy.suspend())));
        assertThat(stores().attempts().begin(key, policy, NOW.plus(policy.suspend())))
                .isEqualTo(new Begun.Judge());
    }

    @Test
    void T13_a_job_goes_to_one_worker() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(stores().jobs().add(Samples.job(unique(), NOW))).isTrue();
        }
        var claimed = race(i -> stores().jobs().claim(NOW, Duration.ofMinutes(1), 3));
        assertThat(claimed.stream().flatMap(List::stream).map(job -> job.id()))
                .hasSize(20)
                .doesNotHaveDuplicates();
    }

    @Test
    void T13_one_of_a_hundred_adds_the_first_key() throws Exception {
        var added = race(i -> stores().keys().addFirst(Samples.key("key " + i, NOW)));
        assertThat(added).filteredOn(a -> a).hasSize(1);
        assertThat(stores().keys().published(NOW)).hasSize(1);
    }

    @Test
    void T13_one_of_a_hundred_gets_an_address() throws Exception {
        String email = unique() + "@example.org";
        var added = race(i -> stores().people().add(Samples.person(email), new PasswordHash("h")));
        assertThat(added).filteredOn(Added.New.class::isInstance).hasSize(1);
        assertThat(added).filteredOn(Added.Taken.class::isInstance).hasSize(CALLERS - 1);
    }
}
