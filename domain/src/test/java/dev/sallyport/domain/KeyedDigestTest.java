package dev.sallyport.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 2104 §2: the digest is HMAC-SHA-256, and its parts cannot be shifted against each other. */
class KeyedDigestTest {
    /** Test cases 1 and 2 of RFC 4231 §4. */
    @ParameterizedTest
    @CsvSource({
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, Hi There, b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        "4a656665, what do ya want for nothing?, 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    })
    void it_is_the_hmac_of_the_published_vectors(String key, String text, String digest) {
        var keyed = new KeyedDigest(HexFormat.of().parseHex(key));
        assertThat(HexFormat.of().formatHex(keyed.raw(text.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(digest);
    }

    @Test
    void where_one_part_ends_and_the_next_begins_counts() {
        var keyed = new KeyedDigest(new byte[32]);
        assertThat(keyed.of("ab", "c")).isNotEqualTo(keyed.of("a", "bc")).hasSize(43);
        assertThat(keyed.matches(keyed.of("ab", "c"), "ab", "c")).isTrue();
        assertThat(keyed.matches(keyed.of("ab", "c"), "abc")).isFalse();
    }
}
