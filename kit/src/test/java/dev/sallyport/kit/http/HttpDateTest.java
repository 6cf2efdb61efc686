package dev.sallyport.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpDateTest {
    private static final Instant AROUND = Instant.parse("2026-11-04T10:00:00Z");

    @ParameterizedTest(name = "RFC 9110 §5.6.7 {0}")
    @CsvSource(delimiter = '|', textBlock = """
            Sun, 06 Nov 1994 08:49:37 GMT     | 1994-11-06T08:49:37Z
            Sunday, 06-Nov-94 08:49:37 GMT    | 1994-11-06T08:49:37Z
            Sun Nov  6 08:49:37 1994          | 1994-11-06T08:49:37Z
            Wed Nov 16 08:49:37 1994          | 1994-11-16T08:49:37Z
            Wednesday, 04-Nov-26 10:00:00 GMT | 2026-11-04T10:00:00Z
            Wednesday, 04-Nov-76 10:00:00 GMT | 2076-11-04T10:00:00Z
            Friday, 04-Nov-77 10:00:00 GMT    | 1977-11-04T10:00:00Z
            """)
    void every_form_is_read(String text, Instant time) {
        assertThat(HttpDate.parse(text, AROUND)).contains(time);
        assertThat(HttpDate.parse(HttpDate.of(time), AROUND)).contains(time);
    }

    @ParameterizedTest(name = "RFC 9110 §5.6.7 {0}")
    @CsvSource(delimiter = '|', textBlock = """
            yesterday
            0
            Mon, 06 Nov 1994 08:49:37 GMT
            Sun, 06 Nov 1994 08:49:37 CET
            Sun, 06 Nov 1994 25:49:37 GMT
            Sun, 6 Nov 1994 08:49:37 GMT
            Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT
            1994-11-06T08:49:37Z
            """)
    void nothing_else_is(String text) {
        assertThat(HttpDate.parse(text, AROUND)).isEmpty();
    }

    @Test
    void a_time_is_written_in_one_form_to_the_second() {
        Instant time = Instant.parse("1994-11-06T08:49:37.999Z");
        assertThat(HttpDate.of(time)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
        assertThat(HttpDate.seconds(time)).isEqualTo(Instant.parse("1994-11-06T08:49:37Z"));
    }
}
