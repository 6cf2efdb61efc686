package dev.sallyport.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever arrives, the borders take it or refuse it, and what they take means the same on the other side. */
class BordersFuzzTest {
    /** Texts that are mostly made of what means something in paths, queries and cookies. */
    @Provide
    Arbitrary<String> nasty() {
        Arbitrary<String> pieces = Arbitraries.of(
                "/", "//", ".", "..", "%2e", "%2F", "%252e", "%", "%0", "%00", "%c3%bc", "%ff", ";", "#", "?", "=", "&",
                "\\", " ", "\t", "\r\n", "\0", "a", "B", "ü", "\ud83d", "\u2028", "+", "\"", ",", "http://", "@", ":");
        return Arbitraries.oneOf(
                pieces.list().ofMaxSize(12).map(list -> String.join("", list)),
                pieces.list().ofMaxSize(12).map(list -> "/" + String.join("", list)),
                Arbitraries.strings().ofMaxLength(40));
    }

    @Property(tries = 3_000)
    void T38_a_target_is_refused_or_normal_and_comes_back_the_same(@ForAll("nasty") String target) {
        if (TargetPath.parse(target) instanceof TargetPath.Good(var path, var query)) {
            assertThat(path).startsWith("/").doesNotContain(";", "#", "?", "\\", "//");
            assertThat(path.codePoints()).noneMatch(Character::isISOControl);
            assertThat(List.of(path.split("/", -1))).doesNotContain(".", "..");
            assertThat(query.chars()).allMatch(c -> c > ' ' && c < 0x7f);
            String again = TargetPath.encode(path) + (query.isEmpty() ? "" : "?" + query);
            assertThat(TargetPath.parse(again)).isEqualTo(new TargetPath.Good(path, query));
        }
    }

    @Property(tries = 2_000)
    void parameters_come_back_as_they_were_sent(
            @ForAll @Size(max = 8) Map<String, String> sent, @ForAll("nasty") String noise) {
        Map<String, String> whole = new LinkedHashMap<>();
        sent.forEach((name, value) -> {
            boolean text = StandardCharsets.UTF_8.newEncoder().canEncode(name + value);
            if (text && !name.isEmpty() && (name + value).indexOf('\uFFFD') < 0) {
                whole.put(name, value);
            }
        });
        String form = whole.entrySet().stream()
                .map(e -> URLEncoder.encode(e.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        Params params = Params.parse(form).orElseThrow();
        whole.forEach((name, value) -> assertThat(params.all(name)).containsExactly(value));
        assertThat(params.repeated()).isEmpty();

        Optional<Params> anything = Params.parse(noise);
        anything.ifPresent(
                p -> p.names().forEach(name -> assertThat(p.all(name)).isNotEmpty()));
    }

    @Property(tries = 2_000)
    void T41_no_cookie_field_breaks_the_reading_and_only_what_is_named_stays(
            @ForAll("nasty") String first, @ForAll("nasty") String second) {
        Headers headers;
        try {
            headers = Headers.of("cookie", first, "cookie", second);
        } catch (IllegalArgumentException control) {
            return;
        }
        Headers kept = Cookies.only(headers, Set.of("a", "B"));
        assertThat(Cookies.find(kept, "a")).isEqualTo(Cookies.find(headers, "a"));
        assertThat(Cookies.find(kept, "B")).isEqualTo(Cookies.find(headers, "B"));
        assertThat(kept.all("cookie")).hasSizeLessThan(2);
        kept.all("cookie")
                .forEach(field -> assertThat(List.of(field.split(";", -1)))
                        .allSatisfy(pair -> assertThat(pair.strip()).matches("(?s)[aB]\\s*=.*")));
    }

    @Example
    void T41_a_wide_space_is_a_part_of_a_cookies_name() {
        Headers headers = Headers.of("cookie", "a\u2003=1; \u2003a=2; a\t=3");
        assertThat(Cookies.find(headers, "a")).contains("3");
        assertThat(Cookies.only(headers, Set.of("a")).all("cookie")).containsExactly("a\t=3");
    }

    @Property(tries = 2_000)
    void T45_a_header_holds_no_control_character_and_comes_back_the_same(
            @ForAll("nasty") String name, @ForAll("nasty") String value) {
        Headers headers;
        try {
            headers = Headers.of(name, value, "x-other", "1");
        } catch (IllegalArgumentException refused) {
            return;
        }
        assertThat(value.chars()).noneMatch(c -> (c < ' ' && c != '\t') || c == 0x7f);
        assertThat(headers.all(name)).contains(value);
        assertThat(headers.set(name, "2").all(name)).containsExactly("2");
        assertThat(headers.without(name).has(name)).isFalse();
    }
}
