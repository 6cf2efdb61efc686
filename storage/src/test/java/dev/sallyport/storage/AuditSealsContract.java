package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.audit.AuditRow;
import dev.sallyport.domain.audit.AuditSeal;
import dev.sallyport.domain.page.Slice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of seals over the audit log does. */
abstract class AuditSealsContract extends StoreContract {
    private AuditChain chain;

    @BeforeEach
    void chain() {
        chain = new AuditChain(stores());
    }

    private List<AuditSeal> seals() {
        return stores().seals().after(0, 1_000);
    }

    @Test
    void a_log_without_events_gets_no_seal_and_is_intact() {
        assertThat(chain.seal()).isZero();
        assertThat(seals()).isEmpty();
        assertThat(stores().seals().oldest()).isEmpty();
        var said = chain.verify();
        assertThat(said.findings()).isEmpty();
        assertThat(said.walked().head()).isEmpty();
    }

    @Test
    void L17_seals_follow_each_other_without_gaps_and_cover_every_row_once() {
        chain.append(1_203);
        assertThat(stores().seals().waiting()).isEqualTo(1_203);
        assertThat(chain.seal()).isEqualTo(1_203);
        assertThat(chain.seal()).isZero();
        assertThat(seals()).extracting(AuditSeal::number).containsExactly(1L, 2L, 3L);
        assertThat(seals()).extracting(AuditSeal::first).containsExactly(1L, 501L, 1_001L);
        assertThat(seals()).extracting(AuditSeal::last).containsExactly(500L, 1_000L, 1_203L);
        assertThat(stores().seals().after(1, 1)).containsExactly(seals().get(1));
        assertThat(stores().seals().oldest()).contains(seals().getFirst());
        List<AuditRow.Placed> rows = stores().seals().rows(500, 502, 10);
        assertThat(rows).extracting(AuditRow.Placed::place).containsExactly(500L, 501L, 502L);
        assertThat(rows).extracting(placed -> placed.row().at()).isSorted();
        assertThat(stores().seals().rows(1, 1_203, 2)).hasSize(2);
        assertThat(stores().seals().outside(1_203, 10)).isEmpty();
        assertThat(stores().seals().outside(1_201, 10)).hasSize(2);
        assertThat(chain.verify().findings()).isEmpty();
        assertThat(chain.verify().walked().rows()).isEqualTo(1_203);
    }

    @Test
    void L17_what_is_committed_late_or_by_a_clock_that_lags_is_no_finding() {
        chain.append(3);
        chain.seal();
        chain.pass(Duration.ofMinutes(1));
        chain.append(NOW.minus(Duration.ofMinutes(9)));
        chain.append(1);
        chain.seal();
        assertThat(chain.verify().findings()).isEmpty();
        chain.append(NOW.minus(Duration.ofMinutes(12)));
        chain.seal();
        assertThat(chain.verify().kinds()).containsExactly("Backdated");
    }

    @Test
    void L17_a_log_that_was_kept_long_before_the_first_seal_is_sealed_step_by_step_without_findings() {
        for (int i = 0; i < 1_100; i++) {
            chain.append(NOW.minus(Duration.ofHours(i)));
        }
        chain.seal();
        chain.pass(Duration.ofMinutes(1));
        chain.append(1);
        chain.seal();
        assertThat(chain.verify().findings()).isEmpty();
    }

    @Test
    void T13_a_hundred_append_and_seal_at_once_and_the_chain_is_one() throws Exception {
        var sealed = Race.of(i -> {
            chain.append(NOW);
            return chain.seal();
        });
        assertThat(sealed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(Race.CALLERS);
        assertThat(seals())
                .extracting(AuditSeal::number)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, seals().size()).boxed().toList());
        var said = chain.verify();
        assertThat(said.findings()).isEmpty();
        assertThat(said.walked().rows()).isEqualTo(Race.CALLERS);
    }

    @Test
    void L17_a_purge_removes_whole_seals_keeps_their_links_and_leaves_the_log_intact() {
        chain.append(700);
        chain.seal();
        chain.pass(Duration.ofDays(20));
        chain.append(10);
        chain.seal();
        assertThat(chain.purge(Duration.ofDays(30))).isZero();
        chain.pass(Duration.ofDays(11));
        assertThat(chain.purge(Duration.ofDays(30))).isEqualTo(700);
        assertThat(chain.purge(Duration.ofDays(30))).isZero();
        assertThat(Pages.walk(100, stores().audit()::all)).hasSize(10);
        assertThat(stores().seals().oldest()).contains(seals().get(2));
        chain.append(5);
        chain.seal();
        var said = chain.verify();
        assertThat(said.findings()).isEmpty();
        assertThat(said.walked().purged()).isEqualTo(700);
        assertThat(said.walked().rows()).isEqualTo(15);
        assertThat(said.walked().seals()).isEqualTo(4);
    }

    @Test
    void a_seal_is_purged_once() {
        chain.append(1);
        chain.seal();
        AuditSeal seal = seals().getFirst();
        var purged = new AuditSeal.Purged(NOW, "proof");
        assertThat(stores().seals().purge(seal, purged)).isEqualTo(1);
        assertThat(stores().seals().purge(seal, new AuditSeal.Purged(NOW, "other")))
                .isZero();
        assertThat(seals().getFirst().purge()).isEqualTo(Optional.of(purged));
        assertThat(stores().audit().all(Slice.first(1)).items()).isEmpty();
        assertThat(chain.verify().kinds())
                .as("a purge that the house did not make")
                .containsExactly("SealChanged");
    }
}
