package dev.sallyport.domain.person;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.grant.Scope;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmailAddressTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            Ada@Example.ORG|ada@example.org
            \tada@example.org |ada@example.org
            \uFF41da@example.org|ada@example.org
            ada@b\u00fccher.example|ada@xn--bcher-kva.example
            ada+tag@example.org|ada+tag@example.org
            """)
    void T26_spellings_have_one_form(String typed, String canonical) {
        assertThat(EmailAddress.parse(typed)).hasValue(new EmailAddress(canonical));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            confusable at sign  | ada\uFF20example.org
            small at sign       | ada\uFE6Bexample.org
            two at signs        | ada@evil.org@example.org
            one of each         | ada\uFF20evil.org@example.org
            no local part       | @example.org
            no domain           | ada@
            a space inside      | a da@example.org
            a quote             | "ada"@example.org
            a dotless hyphen    | ada@-example.org
            a zero-width joiner | a\u200Dda@example.org
            a comment           | ada(x)@example.org
            """)
    void T26_what_two_parsers_might_read_differently_is_refused(String what, String typed) {
        assertThat(EmailAddress.parse(typed)).as(what).isEmpty();
    }

    @Test
    void an_address_longer_than_mail_can_carry_is_none() {
        String domain = "a.".repeat(92) + "example";
        assertThat(EmailAddress.parse("x".repeat(62) + "@" + domain))
                .as("RFC 5321 §4.5.3.1: 254 characters")
                .isPresent();
        assertThat(EmailAddress.parse("x".repeat(63) + "@" + domain)).as("255").isEmpty();
        assertThat(EmailAddress.parse("x".repeat(64) + "@example.org")).isPresent();
        assertThat(EmailAddress.parse("x".repeat(65) + "@example.org")).isEmpty();
    }

    @Test
    void T26_parsing_any_text_never_throws_and_a_canonical_form_parses_to_itself() {
        var random = new Random(26);
        String alphabet = "aZ9.@-_ \u00df\u0130\uFF20\uFF0E\u3002\u200D\u0000\u0301\u01C5\uD800xn";
        for (int i = 0; i < 50_000; i++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(14); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            EmailAddress.parse(text.toString())
                    .ifPresent(address ->
                            assertThat(EmailAddress.parse(address.value())).hasValue(address));
        }
    }

    @Test
    void a_scope_printed_and_read_again_is_the_same_scope() {
        var random = new Random(33);
        for (int i = 0; i < 10_000; i++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(20); length > 0; length--) {
                text.append("ab: /.\"\\\u00e9".charAt(random.nextInt(9)));
            }
            Scope.parse(text.toString())
                    .ifPresent(
                            scope -> assertThat(Scope.parse(scope.toString())).hasValue(scope));
        }
        assertThat(Scope.parse("a \"b\"")).isEmpty();
        assertThat(Scope.parse("b a  a")).hasValue(Scope.of("a", "b"));
    }
}
