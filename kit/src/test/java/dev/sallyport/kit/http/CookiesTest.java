package dev.sallyport.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookiesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        a=b                 | b
        x=y; a=b; z=        | b
        a=b=c               | b=c
        a=                  | ''
        a = b               | b
        ;;; a=b ;           | b
        A=b                 | -
        aa=b                | -
        a                   | -
        =b                  | -
        ''                  | -
        a=b; a=b            | -
        a=b; a=c            | -
        a="b; x=y"          | "b
        """)
    // RFC 6265bis §5.8.3: pairs split at semicolons and at the first equals sign, names by case; twice counts as none.
    void a_cookie_is_found_where_it_came_once(String field, String value) {
        assertThat(Cookies.find(Headers.of("cookie", field), "a").orElse("-")).isEqualTo(value);
    }

    @Test
    void a_cookie_in_two_fields_came_twice() {
        assertThat(Cookies.find(Headers.of("cookie", "a=b", "cookie", "c=d"), "c"))
                .contains("d");
        assertThat(Cookies.find(Headers.of("cookie", "a=b", "cookie", "a=b"), "a"))
                .isEmpty();
    }

    @Test
    void others_are_taken_out() {
        Headers headers = Headers.of("cookie", "a=1; b=2;c=3", "x", "y", "cookie", "b=4; d");
        assertThat(Cookies.only(headers, Set.of("b", "c")).all("cookie")).containsExactly("b=2; c=3; b=4");
        assertThat(Cookies.only(headers, Set.of("b")).first("x")).contains("y");
        assertThat(Cookies.only(headers, Set.of("z")).has("cookie")).isFalse();
    }

    @Test
    void L03_what_is_set_says_where_it_may_go() {
        var cookie = new Cookies.SetCookie("__Host-a", "v", "/", true, Cookies.SameSite.STRICT, Duration.ofMinutes(5));
        assertThat(cookie).hasToString("__Host-a=v; Max-Age=300; Path=/; Secure; HttpOnly; SameSite=Strict");
        assertThat(cookie.expired()).hasToString("__Host-a=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Strict");
        assertThatThrownBy(
                        () -> new Cookies.SetCookie("__Host-a", "v", "/v1", true, Cookies.SameSite.LAX, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
