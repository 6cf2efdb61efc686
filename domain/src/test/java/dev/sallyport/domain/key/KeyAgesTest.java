package dev.sallyport.domain.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.token.Algorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyAgesTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    private final List<SigningKey> published = new ArrayList<>();
    private final KeyAges ages = new KeyAges(
            new KeyStore() {
                @Override
                public List<SigningKey> published(Instant now) {
                    return published;
                }

                @Override
                public void succeed(SigningKey key, Instant othersLeave) {
                    throw new UnsupportedOperationException("only looked at");
                }

                @Override
                public boolean addFirst(SigningKey key) {
                    throw new UnsupportedOperationException("only looked at");
                }

                @Override
                public int purge(Instant before) {
                    throw new UnsupportedOperationException("only looked at");
                }
            },
            Duration.ofDays(365),
            () -> NOW);

    private void key(Algorithm algorithm, int days) {
        Instant created = NOW.minus(Duration.ofDays(days));
        published.add(new SigningKey(
                new KeyId("k" + published.size()),
                algorithm,
                "{}",
                new byte[0],
                created,
                created,
                Instant.MAX,
                Instant.MAX));
    }

    @Test
    void an_old_key_with_a_young_successor_is_no_trouble() {
        key(Algorithm.ES256, 500);
        key(Algorithm.ES256, 1);
        assertThat(ages.trouble()).isEmpty();
        assertThat(ages.youngest()).containsEntry(Algorithm.ES256, Duration.ofDays(1));
    }

    @Test
    void a_key_that_should_have_a_successor_is_told_of_by_its_algorithm() {
        key(Algorithm.ES256, 366);
        key(Algorithm.RS256, 2);
        assertThat(ages.trouble().orElseThrow())
                .contains("ES256 (366 days)", "sallyport key rotate")
                .doesNotContain("RS256");
    }

    @Test
    void no_key_yet_is_no_old_key() {
        assertThat(ages.trouble()).isEmpty();
        assertThat(ages.youngest()).isEmpty();
    }
}
