package dev.sallyport.gateway.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.gateway.PathPattern;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns of paths mean in a proxy what they mean in the gateway. */
class RegexTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            /v1/orders/**    ; ^/v1/orders(?:/|$)  ; /v1/orders      ; true
            /v1/orders/**    ; ^/v1/orders(?:/|$)  ; /v1/orders/7/x  ; true
            /v1/orders/**    ; ^/v1/orders(?:/|$)  ; /v1/ordersx     ; false
            /v1/orders/**    ; ^/v1/orders(?:/|$)  ; /web/v1/orders  ; false
            /**              ; ^(?:/|$)            ; /anything/here  ; true
            /one             ; ^/one$              ; /one            ; true
            /one             ; ^/one$              ; /one/           ; false
            /v1/auth/login_* ; ^/v1/auth/login_[^/]*$ ; /v1/auth/login_web ; true
            /v1/auth/login_* ; ^/v1/auth/login_[^/]*$ ; /v1/auth/login_web/x ; false
            /v1/*/x/**       ; ^/v1/[^/]*/x(?:/|$) ; /v1/a/x/b       ; true
            /v1/*/x/**       ; ^/v1/[^/]*/x(?:/|$) ; /v1/a/b/x       ; false
            /.well-known/a   ; ^/\\.well-known/a$   ; /xwell-known/a  ; false
            /a+(b)$          ; ^/a\\x2b\\x28b\\x29\\x24$ ; /a+(b)$    ; true
            /a"b             ; ^/a\\x22b$           ; /a"b            ; true
            """)
    void a_pattern_as_a_regular_expression(String pattern, String regex, String path, boolean matches) {
        String written = Regex.of(PathPattern.of(pattern));

        assertThat(written).isEqualTo(regex);
        assertThat(Pattern.compile(written).matcher(path).find()).isEqualTo(matches);
    }

    @Test
    void T37_a_name_in_every_spelling() {
        assertThat(Spellings.of("remote")).containsExactly("remote");
        assertThat(Spellings.of("x-user")).containsExactly("x-user", "x_user");
        assertThat(Spellings.of("x-real-ip"))
                .containsExactlyInAnyOrder("x-real-ip", "x_real-ip", "x-real_ip", "x_real_ip");
    }

    @Test
    void what_nobody_filled_is_a_bug() {
        assertThatThrownBy(() -> Template.of("nginx.conf").text())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nobody filled");
    }
}
