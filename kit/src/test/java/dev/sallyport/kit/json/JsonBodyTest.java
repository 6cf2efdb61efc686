package dev.sallyport.kit.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonBodyTest {
    record Body(String name) {}

    private static Response read(Request request) {
        return JsonBody.read(request, Body.class, body -> Response.text(200, "text/plain", body.name()));
    }

    private static Response read(byte[] bytes) {
        return read(Request.of("POST", "/").json("").with(RequestBody.of(bytes)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        good                | {"name":"x"}              | 200
        not JSON            | {name:x}                  | 400
        cut off             | {"name":                  | 400
        empty               | ''                        | 400
        trailing text       | {"name":"x"} {}           | 400
        a name twice        | {"name":"x","name":"y"}   | 400
        NaN                 | {"name":NaN}              | 400
        a comment           | {"name":"x"/**/}          | 400
        a raw NUL           | {"name":"\0"}             | 400
        another type        | {"name":1}                | 422
        an unknown field    | {"name":"x","more":1}     | 422
        no object           | []                        | 422
        """)
    void a_body_is_read_strictly(String what, String json, int status) {
        assertThat(read(json.replace("\\0", "\0").getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(status);
    }

    @Test
    void T43_a_hundred_thousand_deep_body_is_refused() {
        assertThat(read("[".repeat(30_000).getBytes(StandardCharsets.UTF_8)).status())
                .isEqualTo(400);
        byte[] deep = "{\"a\":".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        assertThat(read(deep).status()).isEqualTo(413);
        var wide = Request.of("POST", "/").json("").with(new Large(deep));
        assertThat(read(wide).status()).isEqualTo(400);
    }

    @Test
    void T43_a_long_body_is_refused_before_it_is_read() {
        assertThat(read(new byte[64 * 1024 + 1]).status()).isEqualTo(413);
    }

    @Test
    void bad_utf_8_and_other_encodings_are_refused() {
        assertThat(read(new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'})
                        .status())
                .isEqualTo(400);
        assertThat(read("{\"name\":\"x\"}".getBytes(StandardCharsets.UTF_16)).status())
                .isEqualTo(400);
    }

    @Test
    void another_media_type_is_refused() {
        assertThat(read(Request.of("POST", "/").form("name=x")).status()).isEqualTo(415);
    }

    @Test
    void a_problem_does_not_quote_the_body() {
        Response response = read("{\"password\": hunter2}".getBytes(StandardCharsets.UTF_8));
        assertThat(new String(((ResponseBody.Bytes) response.body()).bytes(), StandardCharsets.UTF_8))
                .contains("line 1")
                .doesNotContain("hunter2");
    }

    /** A body where the route takes much. */
    private record Large(byte[] content) implements RequestBody {
        @Override
        public java.io.InputStream stream() {
            return new java.io.ByteArrayInputStream(content);
        }

        @Override
        public java.util.OptionalLong length() {
            return java.util.OptionalLong.of(content.length);
        }

        @Override
        public long limit() {
            return Long.MAX_VALUE;
        }
    }
}
