package dev.sallyport.domain.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.domain.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NIST SP 800-63B-4 §3.1.1.2: length counts, in characters as people see them, and composition does not. */
class PasswordPolicyTest {
    private static final PasswordPolicy POLICY = new PasswordPolicy(12);

    @ParameterizedTest
    @CsvSource({"11, must have at least 12 characters", "12, ''", "256, ''", "257, must have at most 256 characters"})
    void its_length_is_bounded_at_both_ends(int length, String objection) {
        assertThat(POLICY.objection(Secret.of("a".repeat(length))).orElse("")).isEqualTo(objection);
        assertThat(POLICY.objection(Secret.of("\uD83D\uDE00".repeat(length))).orElse(""))
                .as("a character outside the first plane is one character")
                .isEqualTo(objection);
    }

    @Test
    void spaces_and_any_script_are_welcome_and_control_characters_are_not() {
        assertThat(POLICY.objection(Secret.of("twelve words "))).isEmpty();
        assertThat(POLICY.objection(Secret.of("пароль из слов"))).isEmpty();
        assertThat(POLICY.objection(Secret.of("twelve words\u0000")).orElseThrow())
                .isEqualTo("must not contain control characters");
    }

    @Test
    void a_policy_that_protects_nobody_cannot_be_made() {
        assertThatThrownBy(() -> new PasswordPolicy(7)).isInstanceOf(IllegalArgumentException.class);
    }
}
