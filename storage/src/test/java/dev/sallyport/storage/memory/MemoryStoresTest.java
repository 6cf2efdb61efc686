package dev.sallyport.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.job.Backoff;
import dev.sallyport.domain.job.Job;
import dev.sallyport.domain.job.JobHandler.Result;
import dev.sallyport.domain.job.RunJob;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import dev.sallyport.domain.token.OneTimeStore.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What stores in memory are for, and where they end. */
class MemoryStoresTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void L19_a_use_case_is_tried_without_a_database() {
        var jobs = new MemoryJobs();
        jobs.add(new Job(new UUID(0, 1), "mail", Optional.empty(), Map.of(), 0, NOW, NOW, Optional.empty()));
        RandomSource chance = byte[]::new;
        var run = new RunJob(jobs, Map.of("mail", job -> new Result.Done()), Backoff.USUAL, () -> NOW, chance);
        Job job = jobs.claim(NOW, Duration.ofMinutes(1), 1).getFirst();
        assertThat(run.run(job)).isEqualTo(new RunJob.Ran.Done());
        assertThat(run.run(job)).isEqualTo(new RunJob.Ran.Lost());
        assertThat(jobs.depth(NOW).due()).isZero();
    }

    @Test
    void T16_T43_a_flood_is_refused_and_pushes_nothing_out() {
        var values = new MemoryOneTimeValues(3);
        Instant later = NOW.plusSeconds(60);
        values.put(Purpose.JWT_ID, Digest.of("used"), "it", later);
        values.take(Purpose.JWT_ID, Digest.of("used"), NOW);
        values.put(Purpose.JWT_ID, Digest.of("second"), "it", NOW);
        values.put(Purpose.JWT_ID, Digest.of("third"), "it", later);
        for (int i = 0; i < 10; i++) {
            Digest more = Digest.of("flood " + i);
            assertThatThrownBy(() -> values.put(Purpose.JWT_ID, more, "it", later))
                    .isInstanceOf(StoreFull.class)
                    .hasMessageContaining("3 entries");
        }
        assertThat(values.put(Purpose.JWT_ID, Digest.of("used"), "it", later)).isFalse();
        assertThat(values.take(Purpose.JWT_ID, Digest.of("used"), NOW)).isEqualTo(new Taken.Again("it"));
        assertThat(values.purge(later, 10)).isOne();
        assertThat(values.put(Purpose.JWT_ID, Digest.of("flood"), "it", later)).isTrue();
    }
}
