package dev.sallyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {
    @ParameterizedTest
    @CsvSource({
        "/v1/**, /v1, true",
        "/v1/**, /v1/, true",
        "/v1/**, /v1/a/b, true",
        "/v1/**, /v10/a, false",
        "/**, /, true",
        "/**, /anything/at/all, true",
        "/v1/auth/login_*, /v1/auth/login_web, true",
        "/v1/auth/login_*, /v1/auth/login_, true",
        "/v1/auth/login_*, /v1/auth/login_web/x, false",
        "/v1/auth/login_*, /v1/auth/logout_web, false",
        "/v1/auth/*_web, /v1/auth/refresh_web, true",
        "/v1/auth/*_web, /v1/auth/refresh_web_x, false",
        "/v1/auth/*_web, /v1/auth/a_web_web, true",
        "/v1/auth/*_web, /v1/auth/a/b_web, false",
        "/v1/*/items/**, /v1/a/items, true",
        "/v1/*/items/**, /v1/a/items/b/c, true",
        "/v1/*/items/**, /v1/a/b/items, false",
        "/docs, /docs, true",
        "/docs, /docs/, false",
    })
    void a_pattern_matches(String pattern, String path, boolean matches) {
        assertThat(PathPattern.of(pattern).matches(path)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "v1", "/a/**/b", "/a**", "//a", "/a/../b", "/a/./b", "/a b", "/a%2f", "/a;x", "/a?x", "/a#x"
            })
    void a_text_that_is_no_pattern_is_a_mistake(String text) {
        assertThatThrownBy(() -> PathPattern.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_narrowest_pattern_comes_first() {
        List<String> sorted =
                List.of("/**", "/v1/**", "/v1/auth/**", "/v1/auth/*_web", "/v1/auth", "/v1/auth/me").stream()
                        .map(PathPattern::of)
                        .sorted(PathPattern.NARROWEST_FIRST)
                        .map(PathPattern::text)
                        .toList();

        assertThat(sorted).containsExactly("/v1/auth/me", "/v1/auth/*_web", "/v1/auth", "/v1/auth/**", "/v1/**", "/**");
    }
}
