package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.LATER;
import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.key.KeyId;
import dev.sallyport.domain.key.KeyStore;
import dev.sallyport.domain.key.SigningKey;
import dev.sallyport.domain.token.Algorithm;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store of signing keys does. */
abstract class KeyStoreContract extends StoreContract {
    private KeyStore keys() {
        return stores().keys();
    }

    private static SigningKey key(String id, Algorithm algorithm, Instant created) {
        byte[] sealed = {0, -1, 127, -128, 10};
        return new SigningKey(
                new KeyId(id), algorithm, "{\"kty\":\"EC\"}", sealed, created, created, Instant.MAX, Instant.MAX);
    }

    private List<String> published(Instant now) {
        return keys().published(now).stream().map(key -> key.id().value()).toList();
    }

    @Test
    void a_key_is_published_as_it_was_added() {
        SigningKey key = key("kid", Algorithm.ES256, NOW);
        assertThat(keys().addFirst(key)).isTrue();
        assertThat(keys().published(NOW)).hasSize(1);
        assertThat(keys().published(NOW).getFirst()).usingRecursiveComparison().isEqualTo(key);
        assertThat(keys().published(Algorithm.ES256, NOW)).hasSize(1);
        assertThat(keys().published(Algorithm.EDDSA, NOW)).isEmpty();
    }

    @Test
    void each_algorithm_has_one_first_key_and_ids_are_told_apart_byte_by_byte() {
        assertThat(keys().addFirst(key("kid", Algorithm.ES256, NOW))).isTrue();
        assertThat(keys().addFirst(key("other", Algorithm.ES256, NOW))).isFalse();
        assertThat(keys().addFirst(key("Kid", Algorithm.EDDSA, NOW))).isTrue();
        assertThat(published(NOW)).containsExactlyInAnyOrder("kid", "Kid");
    }

    @Test
    void T34_a_successor_ends_the_signing_of_its_algorithms_keys_and_keeps_earlier_ends() {
        keys().addFirst(key("first", Algorithm.ES256, NOW));
        keys().addFirst(key("of another algorithm", Algorithm.EDDSA, NOW));
        SigningKey second = key("second", Algorithm.ES256, NOW.plusSeconds(10));
        keys().succeed(second, NOW.plusSeconds(100));
        SigningKey third = key("third", Algorithm.ES256, NOW.plusSeconds(20));
        keys().succeed(third, NOW.plusSeconds(200));
        List<SigningKey> all = keys().published(Algorithm.ES256, NOW);
        assertThat(all).extracting(key -> key.id().value()).containsExactly("first", "second", "third");
        assertThat(all)
                .extracting(SigningKey::signsUntil)
                .containsExactly(NOW.plusSeconds(10), NOW.plusSeconds(20), Instant.MAX);
        assertThat(all)
                .extracting(SigningKey::leaves)
                .containsExactly(NOW.plusSeconds(100), NOW.plusSeconds(200), Instant.MAX);
        assertThat(keys().published(Algorithm.EDDSA, NOW).getFirst().leaves()).isEqualTo(Instant.MAX);
    }

    @Test
    void a_key_is_published_up_to_the_moment_at_which_it_leaves_and_purged_after_it() {
        keys().addFirst(key("first", Algorithm.ES256, NOW));
        keys().succeed(key("second", Algorithm.ES256, NOW), LATER);
        assertThat(published(LATER.minusMillis(1))).containsExactly("first", "second");
        assertThat(published(LATER)).containsExactly("second");
        assertThat(keys().purge(LATER)).isZero();
        assertThat(keys().purge(LATER.plusMillis(1))).isOne();
        assertThat(published(NOW)).containsExactly("second");
    }

    @Test
    void T13_one_of_a_hundred_adds_the_first_key() throws Exception {
        assertThat(Race.wins(i -> keys().addFirst(key("key " + i, Algorithm.ES256, NOW))))
                .isOne();
        assertThat(published(NOW)).hasSize(1);
    }
}
