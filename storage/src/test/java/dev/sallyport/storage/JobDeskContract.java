package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobDesk;
import dev.sallyport.domain.job.JobDesk.Listed;
import dev.sallyport.domain.job.JobDesk.State;
import dev.sallyport.domain.job.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an administrator sees and does of every queue, and how kinds have their room. */
abstract class JobDeskContract extends StoreContract {
    private static final Duration LEASE = Duration.ofMinutes(1);

    private JobDesk desk() {
        return stores().jobDesk();
    }

    private Job added(String kind, Instant created) {
        var job =
                new Job(UUID.randomUUID(), kind, Optional.empty(), Map.of("n", "1"), 0, NOW, created, Optional.empty());
        assertThat(stores().jobs().add(job)).isTrue();
        return job;
    }

    private static SequencedMap<String, Integer> room(Object... kindsAndRoom) {
        var room = new LinkedHashMap<String, Integer>();
        for (int i = 0; i < kindsAndRoom.length; i += 2) {
            room.put((String) kindsAndRoom[i], (Integer) kindsAndRoom[i + 1]);
        }
        return room;
    }

    private List<String> claimed(int most, SequencedMap<String, Integer> room) {
        return stores().jobs().claim(NOW, LEASE, most, room).stream()
                .map(Job::kind)
                .toList();
    }

    private Job buried(String kind, Instant created) {
        added(kind, created);
        Job job = stores().jobs().claim(NOW, LEASE, 1, room(kind, 1)).getFirst();
        assertThat(stores().jobs().bury(job, "no such mailbox", NOW)).isTrue();
        return job;
    }

    private List<UUID> ids(Optional<State> state) {
        return Pages.walk(2, slice -> desk().list(state, NOW, slice)).stream()
                .map(listed -> listed.job().id())
                .toList();
    }

    @Test
    void jobs_are_listed_newest_first_by_their_state() {
        Job dead = buried("mail", NOW.minusSeconds(9));
        Job first = added("mail", NOW.minusSeconds(8));
        Job second = added("purge", NOW.minusSeconds(7));
        Job third = added("later", NOW.minusSeconds(6));
        assertThat(claimed(1, room("mail", 1))).containsExactly("mail");
        assertThat(ids(Optional.empty())).containsExactly(third.id(), second.id(), first.id(), dead.id());
        assertThat(ids(Optional.of(State.WAITING))).containsExactly(third.id(), second.id());
        assertThat(ids(Optional.of(State.RUNNING))).containsExactly(first.id());
        assertThat(ids(Optional.of(State.DEAD))).containsExactly(dead.id());
        Listed listed = desk().list(Optional.of(State.DEAD), NOW, dev.sallyport.domain.page.Slice.first(5))
                .items()
                .getFirst();
        assertThat(listed.state()).isEqualTo(State.DEAD);
        assertThat(listed.job().lastError()).contains("no such mailbox");
        assertThat(listed.job().payload()).containsEntry("n", "1");
    }

    @Test
    void T49_a_job_that_was_given_up_is_tried_again_once_it_is_asked_for_and_none_else() {
        Job dead = buried("mail", NOW);
        Job waiting = added("purge", NOW);
        Instant later = NOW.plusSeconds(5);
        assertThat(desk().revive(waiting.id(), later)).isEmpty();
        assertThat(desk().revive(UUID.randomUUID(), later)).isEmpty();
        assertThat(desk().revive(dead.id(), later).orElseThrow().payload()).isEqualTo(dead.payload());
        assertThat(desk().revive(dead.id(), later)).isEmpty();
        assertThat(stores().jobs().claim(NOW, LEASE, 9, room("mail", 9))).isEmpty();
        Job again = stores().jobs().claim(later, LEASE, 9, room("mail", 9)).getFirst();
        assertThat(again.id()).isEqualTo(dead.id());
        assertThat(again.tries()).isOne();
        assertThat(again.lastError()).contains("no such mailbox");
    }

    @Test
    void a_long_job_says_how_far_it_has_come_as_long_as_its_worker_holds_it() {
        added("export", NOW);
        Job held = stores().jobs().claim(NOW, LEASE, 1, room("export", 1)).getFirst();
        assertThat(progress()).isEmpty();
        assertThat(stores().jobs().progress(held, new Progress(3, 10))).isTrue();
        assertThat(stores().jobs().progress(held, new Progress(4, 10))).isTrue();
        assertThat(progress()).contains(new Progress(4, 10));
        Job lost = stores().jobs()
                .claim(NOW.plus(LEASE), LEASE, 1, room("export", 1))
                .getFirst();
        assertThat(stores().jobs().progress(held, new Progress(5, 10))).isFalse();
        assertThat(progress()).contains(new Progress(4, 10));
        assertThat(stores().jobs().bury(lost, "no more", NOW)).isTrue();
        assertThat(desk().revive(lost.id(), NOW)).isPresent();
        assertThat(progress()).isEmpty();
    }

    private Optional<Progress> progress() {
        return desk().list(Optional.empty(), NOW, dev.sallyport.domain.page.Slice.first(1))
                .items()
                .getFirst()
                .progress();
    }

    @Test
    void T13_of_many_who_revive_one_job_one_does() throws Exception {
        Job dead = buried("mail", NOW);
        assertThat(Race.wins(i -> desk().revive(dead.id(), NOW).isPresent())).isOne();
    }

    @Test
    void a_job_that_was_given_up_is_discarded_and_none_else() {
        Job dead = buried("mail", NOW);
        Job waiting = added("purge", NOW);
        assertThat(desk().discard(waiting.id())).isEmpty();
        assertThat(desk().discard(dead.id()).orElseThrow().id()).isEqualTo(dead.id());
        assertThat(desk().discard(dead.id())).isEmpty();
        assertThat(ids(Optional.empty())).containsExactly(waiting.id());
    }

    @Test
    void kinds_come_in_their_order_and_no_more_of_each_than_there_is_room_for() {
        for (int i = 0; i < 5; i++) {
            added("mail", NOW);
            added("purge", NOW);
            added("unknown", NOW);
        }
        assertThat(claimed(4, room("purge", 1, "mail", 9))).containsExactly("purge", "mail", "mail", "mail");
        assertThat(claimed(9, room("mail", 1, "purge", 0))).containsExactly("mail");
        assertThat(claimed(9, room("mail", 9, "purge", 9))).containsExactly("mail", "purge", "purge", "purge", "purge");
        assertThat(claimed(9, room("mail", 9, "purge", 9))).isEmpty();
        assertThat(stores().jobs().depth(NOW).due()).isEqualTo(15);
    }
}
