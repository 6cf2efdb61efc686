package dev.sallyport.files;

import static dev.sallyport.files.TestDoor.ADA;
import static dev.sallyport.files.TestDoor.as;
import static dev.sallyport.files.TestDoor.field;
import static dev.sallyport.files.TestDoor.header;
import static dev.sallyport.files.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.http.Headers;
import dev.sallyport.kit.http.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a download answers, clause by clause; the file holds {@code 0123456789}. */
class DownloadTest {
    private static final String TEN = "0123456789";
    private static final String TAG = "\"84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882\"";
    private static final String WRITTEN = "Wed, 04 Nov 2026 10:00:00 GMT";

    private TestDoor door;
    private String id;

    @BeforeEach
    void open(@TempDir Path folder) {
        door = new TestDoor(folder);
        id = door.kept(ADA, "ten.txt", TEN);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void a_download_says_what_it_is() throws Exception {
        Response whole = door.get(ADA, id);
        assertThat(whole.status()).isEqualTo(200);
        assertThat(text(whole)).isEqualTo(TEN);
        assertThat(header(whole, "content-type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(header(whole, "etag")).isEqualTo(TAG);
        assertThat(header(whole, "last-modified")).as("RFC 9110 §5.6.7").isEqualTo(WRITTEN);
        assertThat(header(whole, "accept-ranges")).isEqualTo("bytes");
        assertThat(header(whole, "cache-control")).isEqualTo("private, no-cache");
        byte[] sha = MessageDigest.getInstance("SHA-256").digest(TEN.getBytes(StandardCharsets.US_ASCII));
        assertThat(header(whole, "repr-digest"))
                .as("RFC 9530 §3: of the whole, whichever part is sent")
                .isEqualTo("sha-256=:" + Base64.getEncoder().encodeToString(sha) + ":")
                .isEqualTo(header(door.get(ADA, id, "range", "bytes=2-3"), "repr-digest"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            RFC 9530 §4 nothing said      | -                          | true
            RFC 9530 §4 the one we have   | sha-256=10                 | true
            RFC 9530 §4 among others      | sha-512=3, sha-256=1       | true
            RFC 9530 §4 not this one      | sha-256=0                  | false
            RFC 9530 §4 only another      | sha-512=10                 | false
            RFC 9530 §4 not understood    | sha-256                    | true
            """)
    void a_digest_of_the_whole_as_it_is_wanted(String clause, String wish, boolean told) {
        Response answer = wish == null ? door.get(ADA, id) : door.get(ADA, id, "want-repr-digest", wish);
        assertThat(answer.headers().has("repr-digest")).as(clause).isEqualTo(told);
    }

    @Test
    void a_digest_of_what_is_sent_where_it_is_wanted_and_all_is_sent() {
        assertThat(header(door.get(ADA, id), "content-digest")).isEmpty();
        Response whole = door.get(ADA, id, "want-content-digest", "sha-256=1");
        assertThat(header(whole, "content-digest")).as("RFC 9530 §2").isEqualTo(header(whole, "repr-digest"));
        Response part = door.get(ADA, id, "want-content-digest", "sha-256=1", "range", "bytes=0-1");
        assertThat(header(part, "content-digest")).isEmpty();
        assertThat(header(part, "repr-digest")).isEqualTo(header(whole, "repr-digest"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            RFC 9110 §14.1.2 first and last      | bytes=2-4        | 206 | 234        | bytes 2-4/10
            RFC 9110 §14.1.2 one byte            | bytes=0-0        | 206 | 0          | bytes 0-0/10
            RFC 9110 §14.1.2 open end            | bytes=7-         | 206 | 789        | bytes 7-9/10
            RFC 9110 §14.1.2 last past the end   | bytes=7-99       | 206 | 789        | bytes 7-9/10
            RFC 9110 §14.1.2 suffix              | bytes=-3         | 206 | 789        | bytes 7-9/10
            RFC 9110 §14.1.2 suffix of all       | bytes=-99        | 206 | 0123456789 | bytes 0-9/10
            RFC 9110 §14.1.2 unit in upper case  | BYTES=2-4        | 206 | 234        | bytes 2-4/10
            RFC 9110 §14.1.2 suffix of nothing   | bytes=-0         | 416 |            | bytes */10
            RFC 9110 §14.1.2 begins past the end | bytes=10-        | 416 |            | bytes */10
            RFC 9110 §14.1.2 far past the end    | bytes=999999999999999999- | 416 |   | bytes */10
            RFC 9110 §14.1.2 last before first   | bytes=4-2        | 200 | 0123456789 |
            RFC 9110 §14.1.2 neither             | bytes=-          | 200 | 0123456789 |
            RFC 9110 §14.1.2 not digits          | bytes=a-b        | 200 | 0123456789 |
            RFC 9110 §14.1.2 more than a long    | bytes=0-99999999999999999999 | 200 | 0123456789 |
            RFC 9110 §14.2 another unit          | lines=1-2        | 200 | 0123456789 |
            RFC 9110 §14.2 several, sent whole   | bytes=0-1,4-5    | 200 | 0123456789 |
            RFC 9110 §14.2 many, sent whole      | bytes=0-,0-,0-,0-,0-,0-,0-,0-,0-,0- | 200 | 0123456789 |
            """)
    void a_range_of_the_file(String clause, String range, int status, String body, String contentRange) {
        Response answer = door.get(ADA, id, "range", range);
        assertThat(answer.status()).as(clause).isEqualTo(status);
        assertThat(header(answer, "content-range")).isEqualTo(contentRange == null ? "" : contentRange);
        if (status != 416) {
            assertThat(text(answer)).isEqualTo(body);
        }
    }

    @Test
    void a_range_that_comes_twice_or_with_HEAD_counts_for_nothing() {
        var twice = Headers.of("authorization", "Bearer ada", "range", "bytes=0-1", "range", "bytes=4-5");
        assertThat(door.ask(as(ADA, "GET", "/v1/files/" + id).with(twice)).status())
                .as("RFC 9110 §14.2")
                .isEqualTo(200);
        Response head = door.ask(as(ADA, "HEAD", "/v1/files/" + id).header("range", "bytes=0-1"));
        assertThat(head.status()).as("RFC 9110 §14.2: defined for GET only").isEqualTo(200);
        assertThat(header(head, "etag")).isEqualTo(TAG);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            RFC 9110 §13.1.5 the same tag          | TAG                            | 206
            RFC 9110 §13.1.5 another tag           | "other"                        | 200
            RFC 9110 §13.1.5 a weak tag            | W/TAG                          | 200
            RFC 9110 §13.1.5 the same time         | Wed, 04 Nov 2026 10:00:00 GMT  | 206
            RFC 9110 §13.1.5 a later time          | Wed, 04 Nov 2026 10:00:01 GMT  | 200
            RFC 9110 §13.1.5 an earlier time       | Wed, 04 Nov 2026 09:59:59 GMT  | 200
            RFC 9110 §13.1.5 neither tag nor time  | yesterday                      | 200
            RFC 9110 §5.6.7 the same in old form   | Wednesday, 04-Nov-26 10:00:00 GMT | 206
            RFC 9110 §5.6.7 the same in C's form   | Wed Nov  4 10:00:00 2026       | 206
            """)
    void a_range_counts_while_the_file_is_that_one(String clause, String ifRange, int status) {
        Response answer = door.get(ADA, id, "range", "bytes=0-1", "if-range", ifRange.replace("TAG", TAG));
        assertThat(answer.status()).as(clause).isEqualTo(status);
        assertThat(text(answer)).isEqualTo(status == 206 ? "01" : TEN);
    }

    /** The four fields in the order of RFC 9110 §13.2.2; a column left empty is a field that is not sent. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            RFC 9110 §13.1.1 the same             | TAG        |        |            |        | 200
            RFC 9110 §13.1.1 any                  | *          |        |            |        | 200
            RFC 9110 §13.1.1 one of a list        | "a", TAG   |        |            |        | 200
            RFC 9110 §13.1.1 another              | "a"        |        |            |        | 412
            RFC 9110 §13.1.1 weak is not strong   | W/TAG      |        |            |        | 412
            RFC 9110 §13.1.2 the same             |            |        | TAG        |        | 304
            RFC 9110 §13.1.2 weak is enough       |            |        | W/TAG      |        | 304
            RFC 9110 §13.1.2 any                  |            |        | *          |        | 304
            RFC 9110 §13.1.2 one of a list        |            |        | "a", TAG   |        | 304
            RFC 9110 §13.1.2 another              |            |        | "a"        |        | 200
            RFC 9110 §13.2.2 since it was written |            |        |            | SAME   | 304
            RFC 9110 §13.2.2 since later          |            |        |            | LATER  | 304
            RFC 9110 §13.2.2 since earlier        |            |        |            | BEFORE | 200
            RFC 9110 §13.2.2 since no time        |            |        |            | never  | 200
            RFC 9110 §13.2.2 unmodified           |            | SAME   |            |        | 200
            RFC 9110 §13.2.2 modified after       |            | BEFORE |            |        | 412
            RFC 9110 §13.2.2 unmodified, no time  |            | never  |            |        | 200
            RFC 9110 §13.2.2 step 1 before step 3 | "a"        |        | TAG        |        | 412
            RFC 9110 §13.2.2 a tag, not the time  | TAG        | BEFORE |            |        | 200
            RFC 9110 §13.2.2 a tag, not the time  |            |        | "a"        | SAME   | 200
            RFC 9110 §13.2.2 step 2 before step 3 |            | BEFORE | TAG        |        | 412
            """)
    void a_condition(String clause, String match, String unmodified, String none, String modified, int status) {
        var request = as(ADA, "GET", "/v1/files/" + id);
        request = request.with(with(request.headers(), "if-match", match));
        request = request.with(with(request.headers(), "if-unmodified-since", unmodified));
        request = request.with(with(request.headers(), "if-none-match", none));
        request = request.with(with(request.headers(), "if-modified-since", modified));
        Response answer = door.ask(request);
        assertThat(answer.status()).as(clause).isEqualTo(status);
        if (status == 304) {
            assertThat(text(answer)).isEmpty();
            assertThat(header(answer, "etag")).isEqualTo(TAG);
            assertThat(header(answer, "cache-control")).isEqualTo("private, no-cache");
        }
    }

    private static Headers with(Headers headers, String name, String value) {
        return value == null
                ? headers
                : headers.with(
                        name,
                        switch (value) {
                            case "SAME" -> WRITTEN;
                            case "BEFORE" -> "Wed, 04 Nov 2026 09:59:59 GMT";
                            case "LATER" -> "Wed, 04 Nov 2026 10:00:01 GMT";
                            default -> value.replace("TAG", TAG);
                        });
    }

    @Test
    void a_condition_comes_before_a_range() {
        assertThat(door.get(ADA, id, "if-match", "\"a\"", "range", "bytes=0-1").status())
                .as("RFC 9110 §13.2.2 step 5 is last")
                .isEqualTo(412);
        assertThat(door.get(ADA, id, "if-none-match", TAG, "range", "bytes=99-").status())
                .isEqualTo(304);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            RFC 6266 §4.3 plain       | report.pdf   | attachment; filename="report.pdf"; filename*=UTF-8''report.pdf
            RFC 6266 §4.3 quote       | a"b.txt      | attachment; filename="a_b.txt"; filename*=UTF-8''a%22b.txt
            RFC 6266 §4.3 percent     | 100%41.txt   | attachment; filename="100_41.txt"; filename*=UTF-8''100%2541.txt
            RFC 6266 §4.3 semicolon   | a;b=c.txt    | attachment; filename="a;b=c.txt"; filename*=UTF-8''a%3Bb%3Dc.txt
            RFC 8187 §3.2.1 umlaut    | Grüße.txt    | attachment; filename="Gr__e.txt"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.txt
            RFC 8187 §3.2.1 euro      | €.txt        | attachment; filename="_.txt"; filename*=UTF-8''%E2%82%AC.txt
            RFC 8187 §3.2.1 plane 1   | 🗝.txt        | attachment; filename="_.txt"; filename*=UTF-8''%F0%9F%97%9D.txt
            RFC 8187 §3.2.1 attr-char | a b'(c)*.txt | attachment; filename="a b'(c)*.txt"; filename*=UTF-8''a%20b%27%28c%29%2A.txt
            """)
    void T46_a_browser_saves_it_under_the_name_it_was_given(String clause, String name, String field) {
        String named = door.kept(ADA, URLEncoder.encode(name, StandardCharsets.UTF_8), "x");
        assertThat(header(door.get(ADA, named), "content-disposition"))
                .as(clause)
                .isEqualTo(field);
    }

    /** A type that would be shown, a script that would run: neither, whatever was claimed. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            a page      | <!DOCTYPE html><script>alert(document.domain)</script>                     | text/html
            a late page | <!-- x --><html><body onload=alert(1)>                                      | text/html
            a drawing   | <svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>                 | image/svg+xml
            with prolog | <?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="a()"/> | image/svg+xml
            a script    | alert(document.domain)                                                      | text/plain; charset=utf-8
            """)
    void T46_what_was_uploaded_cannot_script_our_origin(String what, String content, String type) {
        String hostile = door.kept(ADA, "x.html", content);
        for (Response answer : new Response[] {
            door.get(ADA, hostile),
            door.get(ADA, hostile, "range", "bytes=0-"),
            door.ask(as(ADA, "HEAD", "/v1/files/" + hostile))
        }) {
            assertThat(header(answer, "content-type")).as(what).isEqualTo(type);
            assertThat(header(answer, "content-disposition")).startsWith("attachment;");
            assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
            assertThat(header(answer, "content-security-policy")).isEqualTo("sandbox; default-src 'none'");
        }
    }

    @Test
    void an_empty_file_is_a_file() {
        Response stored = door.upload(ADA, "empty", "");
        assertThat(stored.status()).isEqualTo(201);
        Response empty = door.get(ADA, field(stored, "id"));
        assertThat(empty.status()).isEqualTo(200);
        assertThat(text(empty)).isEmpty();
        assertThat(door.get(ADA, field(stored, "id"), "range", "bytes=0-").status())
                .as("RFC 9110 §14.1.2: nothing to send a part of")
                .isEqualTo(416);
    }
}
