package dev.sallyport.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.gateway.cache.Kept.Use;
import dev.sallyport.kit.http.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a shared cache may keep, for how long and for whom, clause by clause. */
class KeepingRulesTest {
    /** Thu, 26 Nov 2026 08:00:00 GMT */
    private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");

    /** Header fields written as {@code name: value / name: value}. */
    private static Headers headers(String text) {
        Headers headers = Headers.NONE;
        for (String line : text.split(" / ", -1)) {
            int colon = line.indexOf(':');
            headers = colon < 0
                    ? headers
                    : headers.with(
                            line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static Optional<Kept> kept(String request, boolean known, int status, String answer) {
        return KeepingRules.kept(headers(request), known, status, headers(answer), NOW, NOW);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        RFC 9111 §5.2.2.1 max-age             | '' | false | 200 | cache-control: max-age=60                            | 60
        RFC 9111 §5.2.2.10 s-maxage goes first | '' | false | 200 | cache-control: max-age=60, s-maxage=10               | 10
        RFC 9111 §4.2.1 max-age before Expires | '' | false | 200 | cache-control: max-age=60 / expires: Thu, 26 Nov 2026 09:00:00 GMT | 60
        RFC 9111 §5.3 Expires                 | '' | false | 200 | expires: Thu, 26 Nov 2026 08:01:40 GMT / date: Thu, 26 Nov 2026 08:00:00 GMT | 100
        RFC 9111 §5.3 an Expires that is none | '' | false | 200 | expires: 0                                           | -
        RFC 9111 §5.3 the same with a tag     | '' | false | 200 | expires: 0 / etag: "a"                               | 0
        RFC 9111 §4.2.2 no guess              | '' | false | 200 | last-modified: Thu, 26 Nov 2020 08:00:00 GMT         | -
        RFC 9111 §4.2.1 said twice            | '' | false | 200 | cache-control: max-age=60, max-age=5                 | 5
        RFC 9111 §4.2.1 no number             | '' | false | 200 | cache-control: max-age=soon                          | -
        RFC 9111 §1.2.2 a number too large    | '' | false | 200 | cache-control: max-age=99999999999                   | 2147483647
        RFC 9111 §5.2 in capitals and quoted  | '' | false | 200 | Cache-Control: Max-Age="60"                          | 60
        RFC 9111 §5.2 over two fields         | '' | false | 200 | cache-control: public / cache-control: max-age=60    | 60
        RFC 9111 §5.2.3 one that nobody knows | '' | false | 200 | cache-control: x="no-store, private", max-age=60     | 60
        RFC 9111 §5.2.2.5 no-store            | '' | false | 200 | cache-control: max-age=60, no-store                  | -
        RFC 9111 §5.2.2.7 private             | '' | false | 200 | cache-control: max-age=60, private                   | -
        RFC 9111 §5.2.2.7 private in part     | '' | false | 200 | cache-control: max-age=60, private="x-name, x-b"     | -
        RFC 9111 §5.2.2.4 no-cache            | '' | false | 200 | cache-control: max-age=60, no-cache / etag: "a"      | 0
        RFC 9111 §5.2.2.4 without a tag       | '' | false | 200 | cache-control: no-cache                              | -
        RFC 9111 §5.2.1.5 asked with no-store | cache-control: no-store | false | 200 | cache-control: max-age=60       | -
        RFC 9111 §3.5 known                   | '' | true  | 200 | cache-control: max-age=60                            | -
        RFC 9111 §3.5 known, and only shared  | '' | true  | 200 | cache-control: s-maxage=60                           | -
        RFC 9111 §3.5 known, and public       | '' | true  | 200 | cache-control: max-age=60, public                    | 60
        RFC 9111 §4.1 Vary: *                 | '' | false | 200 | cache-control: max-age=60 / vary: accept, *          | -
        RFC 9111 §7.3 a cookie                | '' | false | 200 | cache-control: max-age=60 / set-cookie: a=b          | -
        RFC 9111 §3.3 a part                  | '' | false | 206 | cache-control: max-age=60 / content-range: bytes 0-1/9 | -
        RFC 9111 §3 another status            | '' | false | 302 | cache-control: max-age=60                            | -
        RFC 9111 §3 an error                  | '' | false | 500 | cache-control: max-age=60                            | -
        RFC 9111 §3 nothing there             | '' | false | 404 | cache-control: max-age=60                            | 60
        RFC 9111 §5.1 too old already         | '' | false | 200 | cache-control: max-age=60 / age: 60                  | -
        RFC 9111 §5.1 nearly                  | '' | false | 200 | cache-control: max-age=60 / age: 59                  | 60
        """)
    void an_answer_is_kept_where_every_clause_allows_it(
            String clause, String request, boolean known, int status, String answer, Long lifetime) {
        assertThat(kept(request, known, status, answer).map(k -> k.lifetime().toSeconds()))
                .isEqualTo(Optional.ofNullable(lifetime));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        fresh                               | max-age=60                               | ''            | 59  | FRESH
        RFC 9111 §4.2 as old as it may be   | max-age=60                               | ''            | 60  | ASK
        RFC 9111 §5.2.1.4 no-cache          | max-age=60                               | no-cache      | 1   | ASK
        RFC 9111 §5.2.1.1 max-age           | max-age=60                               | max-age=10    | 10  | FRESH
        RFC 9111 §5.2.1.1 older             | max-age=60                               | max-age=10    | 11  | ASK
        RFC 9111 §5.2.1.3 min-fresh         | max-age=60                               | min-fresh=10  | 50  | FRESH
        RFC 9111 §5.2.1.3 less              | max-age=60                               | min-fresh=10  | 51  | ASK
        RFC 9111 §5.2.1.2 max-stale         | max-age=60                               | max-stale=99  | 61  | ASK
        RFC 5861 §3 while it is asked       | max-age=60, stale-while-revalidate=30    | ''            | 89  | MEANWHILE
        RFC 5861 §3 no longer               | max-age=60, stale-while-revalidate=30    | ''            | 90  | ASK
        RFC 9111 §5.2.2.2 must-revalidate   | max-age=60, stale-while-revalidate=30, must-revalidate  | '' | 61 | ASK
        RFC 9111 §5.2.2.8 proxy-revalidate  | max-age=60, stale-while-revalidate=30, proxy-revalidate | '' | 61 | ASK
        RFC 9111 §5.2.2.10 s-maxage         | s-maxage=60, stale-while-revalidate=30   | ''            | 61  | ASK
        """)
    void what_is_kept_is_given_or_asked_about(String clause, String said, String asked, long later, Use use) {
        Kept kept = kept("", false, 200, "cache-control: " + said + " / etag: \"a\"")
                .orElseThrow();
        CacheControl request = CacheControl.of(java.util.List.of(asked));
        assertThat(kept.use(request, NOW.plusSeconds(later))).isEqualTo(use);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        RFC 5861 §4 within              | max-age=60, stale-if-error=30                  | 89 | true
        RFC 5861 §4 after               | max-age=60, stale-if-error=30                  | 90 | false
        not said                        | max-age=60                                     | 61 | false
        RFC 9111 §4.2.4 must-revalidate | max-age=60, stale-if-error=30, must-revalidate | 61 | false
        """)
    void it_stands_in_for_errors_where_it_says_so(String clause, String said, long later, boolean serves) {
        Kept kept = kept("", false, 200, "cache-control: " + said).orElseThrow();
        assertThat(kept.servesErrors(NOW.plusSeconds(later))).isEqualTo(serves);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        just made                           | ''                                                  | 0   | 0  | 0
        RFC 9111 §4.2.3 the way             | ''                                                  | 3   | 0  | 3
        RFC 9111 §4.2.3 made earlier        | date: Thu, 26 Nov 2026 07:59:30 GMT                 | 0   | 0  | 30
        RFC 9111 §4.2.3 a clock ahead       | date: Thu, 26 Nov 2026 08:59:30 GMT                 | 0   | 0  | 0
        RFC 9111 §4.2.3 another cache       | age: 40                                             | 2   | 0  | 42
        RFC 9111 §4.2.3 the older counts    | age: 40 / date: Thu, 26 Nov 2026 07:59:00 GMT       | 0   | 0  | 60
        RFC 9111 §4.2.3 and the time here   | age: 40                                             | 0   | 9  | 49
        RFC 9111 §5.1 an Age that is none   | age: -5                                             | 0   | 0  | 0
        """)
    void age_counts_from_when_it_was_made(String clause, String answer, long way, long later, long age) {
        Kept kept = KeepingRules.kept(
                        Headers.NONE,
                        false,
                        200,
                        headers("cache-control: max-age=600" + (answer.isEmpty() ? "" : " / " + answer)),
                        NOW.minusSeconds(way),
                        NOW)
                .orElseThrow();
        assertThat(kept.age(NOW.plusSeconds(later))).isEqualTo(Duration.ofSeconds(age));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        RFC 9111 §4.1 the same            | accept: a / x-other: 1 | accept: a                   | true
        RFC 9111 §4.1 another             | accept: a              | accept: b                   | false
        RFC 9111 §4.1 absent before       | ''                     | accept: a                   | false
        RFC 9111 §4.1 absent now          | accept: a              | ''                          | false
        RFC 9111 §4.1 absent both times   | ''                     | x-other: 2                  | true
        RFC 9111 §4.1 blanks do not count | accept: a,b            | accept: a , b               | true
        RFC 9111 §4.1 nor how many fields | accept: a,b            | accept: a / accept: b       | true
        """)
    void it_fits_requests_that_say_the_same_where_it_varies(String clause, String before, String now, boolean fits) {
        Kept kept = kept(before, false, 200, "cache-control: max-age=60 / vary: Accept")
                .orElseThrow();
        assertThat(KeepingRules.fits(kept, headers(now))).isEqualTo(fits);
    }

    @Test
    void RFC_9111_4_3_4_a_304_brings_its_fields_up_to_date() {
        Kept old = kept(
                        "",
                        false,
                        200,
                        "cache-control: max-age=60 / etag: \"a\" / content-type: text/plain"
                                + " / date: Thu, 26 Nov 2026 08:00:00 GMT / x-a: 1 / x-b: 1")
                .orElseThrow();
        Instant later = NOW.plusSeconds(100);
        Kept fresh = KeepingRules.freshened(
                        old,
                        Headers.NONE,
                        false,
                        headers("cache-control: max-age=90 / etag: \"a\" / content-type: text/html / content-length: 0"
                                + " / x-a: 2"),
                        later,
                        later)
                .orElseThrow();
        assertThat(fresh.left(later)).as("RFC 9111 §4.3.4").isEqualTo(Duration.ofSeconds(90));
        assertThat(fresh.headers().first("x-a")).contains("2");
        assertThat(fresh.headers().first("x-b")).contains("1");
        assertThat(fresh.headers().first("content-type")).contains("text/plain");
        assertThat(KeepingRules.freshened(old, Headers.NONE, false, headers("etag: \"b\""), later, later))
                .as("about another")
                .isEmpty();
    }
}
