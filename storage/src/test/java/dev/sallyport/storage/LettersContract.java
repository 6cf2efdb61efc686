package dev.sallyport.storage;

import static dev.sallyport.storage.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.Digest;
import dev.sallyport.domain.letter.KeptLetter;
import dev.sallyport.domain.letter.LetterLimits;
import dev.sallyport.domain.person.EmailAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is kept and counted of letters everywhere. */
abstract class LettersContract extends StoreContract {
    private static final Duration HOUR = Duration.ofHours(1);

    private static KeptLetter letter(Instant written) {
        return new KeptLetter(
                UUID.randomUUID(), "ada@example.org", "de", "Grüße 🗝", "Text\nText", Optional.of("<p>ä</p>"), written);
    }

    @Test
    void T43_the_newest_letters_are_kept_as_they_were() {
        KeptLetter first = letter(NOW);
        KeptLetter second = letter(NOW.plusSeconds(1));
        KeptLetter third = letter(NOW.plusSeconds(2));
        stores().keptLetters().keep(first, 2);
        stores().keptLetters().keep(third, 2);
        stores().keptLetters().keep(third, 2);
        stores().keptLetters().keep(second, 2);
        assertThat(Pages.walk(1, stores().keptLetters()::list)).containsExactly(third, second);
        assertThat(stores().keptLetters().byId(third.id())).contains(third);
        assertThat(stores().keptLetters().byId(first.id())).isEmpty();
        assertThat(stores().keptLetters().purge(NOW.plusSeconds(2), 10)).isOne();
        assertThat(Pages.walk(1, stores().keptLetters()::list)).containsExactly(third);
    }

    @Test
    void letters_are_counted_up_to_their_number_within_a_span() {
        Digest ada = Digest.of("ada");
        var counts = stores().letterCounts();
        assertThat(counts.take(ada, 2, HOUR, NOW)).isTrue();
        assertThat(counts.take(ada, 2, HOUR, NOW.plusSeconds(9))).isTrue();
        assertThat(counts.take(ada, 2, HOUR, NOW.plusSeconds(3599))).isFalse();
        assertThat(counts.take(Digest.of("eve"), 2, HOUR, NOW)).isTrue();
        assertThat(counts.take(ada, 2, HOUR, NOW.plus(HOUR))).isTrue();
        assertThat(counts.take(ada, 2, HOUR, NOW.plus(HOUR))).isTrue();
        assertThat(counts.take(ada, 2, HOUR, NOW.plus(HOUR))).isFalse();
        assertThat(counts.purge(NOW.plus(HOUR).plusMillis(1), 10)).isOne();
        assertThat(counts.take(ada, 2, HOUR, NOW.plus(HOUR))).isFalse();
    }

    @Test
    void T13_of_many_at_once_no_more_than_that_number_are_counted() throws Exception {
        assertThat(Race.wins(i -> stores().letterCounts().take(Digest.of("ada"), 3, HOUR, NOW)))
                .isEqualTo(3);
    }

    @Test
    void a_mailbox_gets_so_many_in_an_hour_and_in_a_day() {
        var limits = new LetterLimits(2, 3);
        var ada = new EmailAddress("ada@example.org");
        var counts = stores().letterCounts();
        assertThat(limits.admit(ada, counts, NOW)).isTrue();
        assertThat(limits.admit(ada, counts, NOW)).isTrue();
        assertThat(limits.admit(ada, counts, NOW)).isFalse();
        assertThat(limits.admit(ada, counts, NOW.plus(HOUR))).isTrue();
        assertThat(limits.admit(ada, counts, NOW.plus(HOUR))).isFalse();
        assertThat(limits.admit(new EmailAddress("eve@example.org"), counts, NOW))
                .isTrue();
        assertThat(limits.admit(ada, counts, NOW.plus(Duration.ofDays(1)))).isTrue();
    }
}
