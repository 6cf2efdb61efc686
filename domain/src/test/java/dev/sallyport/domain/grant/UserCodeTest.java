package dev.sallyport.domain.grant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserCodeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            wdjbmjht    | true
            WDJB-MJHT   | true
            wd jb–mj.ht | true
            ' WDJB_MJHT'| true
            WDJB-MJH    | false
            WDJB-MJHA   | false
            WDJB-MJH1   | false
            WDJBMJHTT   | false
            ''          | false
            """)
    void case_and_dashes_do_not_matter(String typed, boolean same) {
        assertThat(UserCode.parse(typed).map(UserCode::toString).equals(Optional.of("WDJB-MJHT")))
                .as("RFC 8628 §6.1")
                .isEqualTo(same);
    }

    @Test
    void every_letter_is_as_likely_as_another() {
        var chance = new SplittableRandom(42);
        var counts = new int[128];
        for (int i = 0; i < 5_000; i++) {
            UserCode.draw(count -> {
                        var bytes = new byte[count];
                        chance.nextBytes(bytes);
                        return bytes;
                    })
                    .letters()
                    .chars()
                    .forEach(letter -> counts[letter]++);
        }
        IntUnaryOperator count = letter -> counts[letter];
        assertThat(IntStream.range(0, 128).filter(letter -> counts[letter] > 0).count())
                .isEqualTo(20);
        assertThat(IntStream.range(0, 128).map(count).filter(n -> n > 0))
                .as("40,000 letters, 2,000 of each, five standard deviations")
                .allMatch(n -> Math.abs(n - 2_000) < 5 * 44);
    }
}
