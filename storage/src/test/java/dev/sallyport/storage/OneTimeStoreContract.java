package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.LATER;
import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.token.OneTimeStore;
import dev.sallyport.domain.token.OneTimeStore.Purpose;
import dev.sallyport.domain.token.OneTimeStore.Taken;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store of values that work once does. */
abstract class OneTimeStoreContract extends StoreContract {
    private static final Digest VALUE = Digest.of("value");

    private OneTimeStore values() {
        return stores().oneTime();
    }

    private void put(String value, String subject) {
        assertThat(values().put(Purpose.RESET_PASSWORD, Digest.of(value), "payload", subject, LATER))
                .isTrue();
    }

    private Taken take(String value) {
        return values().take(Purpose.RESET_PASSWORD, Digest.of(value), NOW);
    }

    @Test
    void a_value_is_taken_first_once_and_again_ever_after() {
        assertThat(values().put(Purpose.UNLOCK, VALUE, "what it stands for", LATER))
                .isTrue();
        assertThat(values().take(Purpose.UNLOCK, VALUE, NOW)).isEqualTo(new Taken.First("what it stands for"));
        assertThat(values().take(Purpose.UNLOCK, VALUE, NOW)).isEqualTo(new Taken.Again("what it stands for"));
        assertThat(values().take(Purpose.UNLOCK, VALUE, LATER.minusMillis(1)))
                .isEqualTo(new Taken.Again("what it stands for"));
    }

    @Test
    void a_value_is_nothing_to_another_purpose_and_an_unknown_one_to_none() {
        values().put(Purpose.UNLOCK, VALUE, "it", LATER);
        assertThat(values().take(Purpose.SET_UP, VALUE, NOW)).isEqualTo(new Taken.Never());
        assertThat(values().take(Purpose.UNLOCK, Digest.of("Value"), NOW)).isEqualTo(new Taken.Never());
        assertThat(values().put(Purpose.SET_UP, VALUE, "other", LATER)).isTrue();
        assertThat(values().take(Purpose.UNLOCK, VALUE, NOW)).isEqualTo(new Taken.First("it"));
    }

    @Test
    void a_value_is_good_up_to_the_moment_at_which_it_expires_used_or_not() {
        values().put(Purpose.UNLOCK, VALUE, "it", NOW);
        assertThat(values().take(Purpose.UNLOCK, VALUE, NOW)).isEqualTo(new Taken.Never());
        assertThat(values().take(Purpose.UNLOCK, VALUE, NOW.minusMillis(1))).isEqualTo(new Taken.First("it"));
        assertThat(values().take(Purpose.UNLOCK, VALUE, NOW)).isEqualTo(new Taken.Never());
    }

    @Test
    void T16_a_value_that_is_known_is_not_put_again_not_even_used_or_expired() {
        assertThat(values().put(Purpose.JWT_ID, VALUE, "it", NOW.plusSeconds(1)))
                .isTrue();
        assertThat(values().put(Purpose.JWT_ID, VALUE, "other", LATER)).isFalse();
        assertThat(values().take(Purpose.JWT_ID, VALUE, NOW)).isEqualTo(new Taken.First("it"));
        assertThat(values().put(Purpose.JWT_ID, VALUE, "other", LATER)).isFalse();
        assertThat(values().take(Purpose.JWT_ID, VALUE, NOW.plusSeconds(1))).isEqualTo(new Taken.Never());
    }

    @Test
    void the_values_of_one_subject_and_purpose_are_withdrawn_used_or_not() {
        put("one", "ada");
        put("two", "ada");
        put("other", "adb");
        put("case", "Ada");
        put("nobody's", OneTimeStore.NOBODY);
        values().put(Purpose.UNLOCK, VALUE, "it", "ada", LATER);
        take("two");
        assertThat(values().withdraw(Purpose.RESET_PASSWORD, "ada")).isEqualTo(2);
        assertThat(values().withdraw(Purpose.RESET_PASSWORD, "ada")).isZero();
        assertThat(values().withdraw(Purpose.RESET_PASSWORD, OneTimeStore.NOBODY))
                .isZero();
        assertThat(List.of(take("one"), take("two"))).containsOnly(new Taken.Never());
        assertThat(List.of(take("other"), take("case"), take("nobody's"))).containsOnly(new Taken.First("payload"));
        assertThat(values().take(Purpose.UNLOCK, VALUE, NOW)).isEqualTo(new Taken.First("it"));
    }

    @Test
    void a_payload_may_be_long_and_comes_back_byte_by_byte() {
        String payload = "{\"claims\":\"" + "🗝 ' \\\\ é e\u0301 ".repeat(4_000) + "\"}";
        assertThat(values().put(Purpose.PUSHED_REQUEST, VALUE, payload, "s".repeat(255), LATER))
                .isTrue();
        assertThat(values().take(Purpose.PUSHED_REQUEST, VALUE, NOW)).isEqualTo(new Taken.First(payload));
    }

    @Test
    void what_expired_before_is_purged_in_steps() {
        for (int i = 0; i < 3; i++) {
            values().put(Purpose.JWT_ID, Digest.of("old " + i), "", NOW.minusMillis(1));
        }
        values().put(Purpose.JWT_ID, Digest.of("on the edge"), "", NOW);
        assertThat(values().purge(NOW, 2)).isEqualTo(2);
        assertThat(values().purge(NOW, 2)).isOne();
        assertThat(values().purge(NOW, 2)).isZero();
        assertThat(values().purge(NOW.plusMillis(1), 2)).isOne();
    }

    @Test
    void T13_one_of_a_hundred_takes_a_value_first() throws Exception {
        values().put(Purpose.AUTHORIZATION_CODE, VALUE, "it", LATER);
        var taken = Race.of(i -> values().take(Purpose.AUTHORIZATION_CODE, VALUE, NOW));
        assertThat(taken).filteredOn(new Taken.First("it")::equals).hasSize(1);
        assertThat(taken).filteredOn(new Taken.Again("it")::equals).hasSize(Race.CALLERS - 1);
    }

    @Test
    void T13_T16_one_of_a_hundred_puts_a_value() throws Exception {
        assertThat(Race.wins(i -> values().put(Purpose.JWT_ID, VALUE, "by " + i, LATER)))
                .isOne();
    }

    @Test
    void T13_of_a_hundred_who_withdraw_each_value_counts_once() throws Exception {
        put("one", "ada");
        put("two", "ada");
        var counts = Race.of(i -> values().withdraw(Purpose.RESET_PASSWORD, "ada"));
        assertThat(counts.stream().mapToInt(count -> count).sum()).isEqualTo(2);
    }
}
