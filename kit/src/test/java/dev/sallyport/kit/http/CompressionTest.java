package dev.sallyport.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompressionTest {
    private static final String TEXT = "the same words again and again, ".repeat(100);

    private static Headers headers(String lines) {
        Headers headers = Headers.NONE;
        for (String line : lines.split(" / ", -1)) {
            int colon = line.indexOf(':');
            headers = headers.with(
                    line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return headers;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        200 | 5000 | content-type: application/json                                      | true
        200 | 1024 | content-type: text/html; charset=utf-8                              | true
        200 | 5000 | content-type: application/problem+json                              | true
        200 | 5000 | content-type: image/svg+xml / cache-control: public, max-age=60     | true
        200 | 1023 | content-type: text/html                                             | false
        200 | 5000 | content-type: text/event-stream; charset=utf-8                      | false
        200 | 5000 | content-type: image/png                                             | false
        200 | 5000 | x-none: type                                                        | false
        200 | 5000 | content-type: text/html / content-encoding: br                      | false
        200 | 5000 | content-type: text/html / content-encoding: identity                | false
        200 | 5000 | content-type: text/html / cache-control: private, No-Transform      | false
        200 | 5000 | content-type: application/json / cache-control: no-store            | false
        200 | 5000 | content-type: text/html / set-cookie: a=b                           | false
        200 | 5000 | content-type: text/html / content-range: bytes 0-4999/9000          | false
        206 | 5000 | content-type: text/html                                             | false
        304 | 5000 | content-type: text/html                                             | false
        500 | 5000 | content-type: text/html                                             | false
        """)
    void text_of_some_length_is_worth_it_where_nobody_forbids_it(
            int status, long length, String fields, boolean worth) {
        assertThat(Compression.isWorth(status, headers(fields), length)).isEqualTo(worth);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        gzip                       | true
        deflate, gzip;q=1.0, *;q=0 | true
        br, GZIP ; q=0.5           | true
        *                          | true
        gzip;q=0, *                | false
        gzip;q=0.000               | false
        *;q=0                      | false
        br, xgzip                  | false
        identity                   | false
        ''                         | false
        """)
    void RFC_9110_12_5_3_it_is_coded_for_those_who_take_it(String accepted, boolean taken) {
        assertThat(Compression.isAccepted(Request.of("GET", "/").header("accept-encoding", accepted)))
                .as("RFC 9110 §12.5.3")
                .isEqualTo(taken);
    }

    @Test
    void what_is_whole_is_coded_and_says_so() throws IOException {
        Response plain = Response.text(200, "text/plain", TEXT)
                .header("etag", "\"1\"")
                .header("vary", "Origin")
                .header("content-length", "3200");
        Response coded = Compression.coded(Request.of("GET", "/").header("accept-encoding", "gzip"), plain);
        assertThat(coded.headers().first("content-encoding")).hasValue("gzip");
        assertThat(coded.headers().first("vary")).as("RFC 9110 §12.5.5").hasValue("Origin, Accept-Encoding");
        assertThat(coded.headers().first("etag")).as("RFC 9110 §8.8.1").hasValue("W/\"1\"");
        assertThat(coded.headers().has("content-length")).isFalse();
        byte[] bytes = ((ResponseBody.Bytes) coded.body()).bytes();
        assertThat(bytes.length).isLessThan(TEXT.length() / 10);
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(TEXT);
        }
    }

    @Test
    void who_takes_no_gzip_gets_it_as_it_is_and_caches_are_told() {
        Response plain = Response.text(200, "text/plain", TEXT).header("etag", "\"1\"");
        Response same = Compression.coded(Request.of("GET", "/"), plain);
        assertThat(same.body()).isEqualTo(plain.body());
        assertThat(same.headers().first("etag")).hasValue("\"1\"");
        assertThat(same.headers().first("vary")).hasValue("Accept-Encoding");
        assertThat(Compression.varied(List.of("*"))).isEqualTo("*");
        assertThat(Compression.varied(List.of("accept-encoding"))).isEqualTo("accept-encoding");
    }
}
