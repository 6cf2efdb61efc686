package dev.sallyport.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.privacy.AddressKeyStore;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** What every store of the days' keys does. */
abstract class AddressKeyStoreContract extends StoreContract {
    private static final LocalDate DAY = LocalDate.parse("2026-11-24");
    private static final byte[] FIRST = {0, -1, 127};
    private static final byte[] SECOND = {2};

    private AddressKeyStore keys() {
        return stores().addressKeys();
    }

    @Test
    void the_key_that_came_first_is_the_days_key() {
        assertThat(keys().keyOf(DAY, FIRST)).isEqualTo(FIRST);
        assertThat(keys().keyOf(DAY, SECOND)).isEqualTo(FIRST);
        assertThat(keys().keyOf(DAY.plusDays(1), SECOND)).isEqualTo(SECOND);
    }

    @Test
    void L17_the_keys_before_a_day_are_destroyed_and_that_days_own_is_not() {
        keys().keyOf(DAY.minusDays(2), FIRST);
        keys().keyOf(DAY.minusDays(1), FIRST);
        keys().keyOf(DAY, FIRST);
        assertThat(keys().destroyBefore(DAY)).isEqualTo(2);
        assertThat(keys().destroyBefore(DAY)).isZero();
        assertThat(keys().keyOf(DAY, SECOND)).isEqualTo(FIRST);
        assertThat(keys().keyOf(DAY.minusDays(1), SECOND)).isEqualTo(SECOND);
    }

    @Test
    void T13_a_hundred_who_bring_a_key_get_the_same_one() throws Exception {
        var keys = Race.of(i -> keys().keyOf(DAY, new byte[] {(byte) i})[0]);
        assertThat(keys.stream().distinct()).hasSize(1);
    }
}
