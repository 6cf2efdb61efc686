package dev.sallyport.kit.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.page.Slice;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlicesTest {
    private static Response shown(Slice slice) {
        return Response.text(
                200, "text/plain", slice.limit() + " " + slice.after().orElse("-"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /l                     | 50 -
        /l?limit=1             | 1 -
        /l?limit=200           | 200 -
        /l?after=12.a-b_~C     | 50 12.a-b_~C
        /l?limit=7&after=x     | 7 x
        """)
    void a_query_asks_for_a_slice(String asked, String slice) {
        Response answer = Slices.of(Request.of("GET", asked), SlicesTest::shown);
        assertThat(new String(((ResponseBody.Bytes) answer.body()).bytes(), StandardCharsets.UTF_8))
                .isEqualTo(slice);
    }

    @ParameterizedTest
    @CsvSource({
        "/l?limit=0",
        "/l?limit=201",
        "/l?limit=-1",
        "/l?limit=99999999999999999999",
        "/l?limit=",
        "/l?limit=1&limit=2",
        "/l?after=",
        "/l?after=a%00b",
        "/l?after=a%0Ab",
        "/l?after=%27%20OR%201",
        "/l?after=%zz",
        "/l?after=a&after=b"
    })
    void T43_what_is_no_slice_is_refused(String asked) {
        assertThat(Slices.of(Request.of("GET", asked), SlicesTest::shown).status())
                .isEqualTo(400);
    }
}
