package dev.sallyport.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Places in the log of PostgreSQL, and when the primary was there. */
class MarkTest {
    private static Mark at(long position) {
        return new Mark("1/5", 1, position);
    }

    @ParameterizedTest
    @CsvSource({"0/0, 0", "0/1501250, 22024784", "16/B374D848, 97500059720", "FFFFFFFF/FFFFFFFF, -1"})
    void a_position_is_read_as_it_is_written(String text, long position) {
        assertThat(Mark.position(text)).isEqualTo(position);
    }

    @ParameterizedTest
    @CsvSource({
        "1/5, 1, 100, true",
        "1/5, 1, 101, true",
        "1/5, 1, 99, false",
        "1/5, 1, -1, false",
        "1/5, 2, 200, false",
        "1/6, 1, 200, false",
        "2/5, 1, 200, false"
    })
    void a_standby_has_reached_what_it_has_come_past_on_the_same_timeline_of_the_same_database(
            String database, long timeline, long position, boolean reached) {
        assertThat(new Mark(database, timeline, position).hasReached(at(100))).isEqualTo(reached);
    }

    @ParameterizedTest
    @CsvSource({
        "2/5, 1, 200, ANOTHER, system identifier",
        "1/5, 1, -1, NO_STANDBY, promoted",
        "1/5, 1, 60, BEHIND, 40 bytes",
        "1/5, 2, 200, BEHIND, timeline 2"
    })
    void an_operator_is_told_why_it_has_not(
            String database, long timeline, long position, Replica.Why why, String detail) {
        var none = Replica.<Boolean>objection(new Mark(database, timeline, position), at(100));
        assertThat(none.why()).isEqualTo(why);
        assertThat(none.detail()).contains(detail);
    }

    @Test
    void the_past_is_known_by_moments_of_our_own_clock() {
        var marks = new Marks();
        assertThat(marks.since(0)).isEmpty();
        assertThat(marks.newest()).isEmpty();
        // A clock of nanoseconds may begin anywhere, and run over.
        long begun = Long.MAX_VALUE - 15;
        for (int i = 0; i < 100; i++) {
            marks.add(begun + i * 10L, at(1_000 + i));
        }
        assertThat(marks.since(begun + 981)).contains(at(1_099));
        assertThat(marks.since(begun + 980)).contains(at(1_098));
        assertThat(marks.since(begun + 991)).isEmpty();
        assertThat(marks.since(begun)).as("what is long ago is forgotten").contains(at(1_036));
        assertThat(marks.newest()).contains(at(1_099));
        assertThat(marks.reached(at(1_098))).contains(begun + 980);
        assertThat(marks.reached(at(5_000))).contains(begun + 990);
        assertThat(marks.reached(at(3))).isEmpty();
    }
}
