package dev.sallyport.kit.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.client.ClientId;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.domain.token.Algorithm;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinderTest {
    enum Mode {
        OFF,
        SELF_SIGNED
    }

    record Everything(
            String text,
            int count,
            boolean flag,
            Duration pause,
            URI url,
            Path file,
            Mode mode,
            Algorithm algorithm,
            EmailAddress email,
            ClientId client,
            Secret password,
            List<Integer> numbers,
            Set<String> names,
            Map<String, Inner> inners,
            Optional<String> maybe) {}

    record Inner(@Min(1) @Max(9) int minLength) {}

    record Limits(Duration access, int failures, Inner password) {
        Limits {
            if (failures < 1) {
                throw new IllegalArgumentException("failures must be at least 1");
            }
        }

        static Limits defaults() {
            return new Limits(Duration.ofMinutes(5), 5, new Inner(3));
        }
    }

    record Person(
            @NotBlank @Size(max = 5) String name,
            @Email String email,

            @Pattern(regexp = "[a-z]+", message = "must be lower-case letters")
            Optional<String> nick,

            @Size(min = 8) Secret password) {}

    private static <T extends Record> Bound<T> bind(String json, Class<T> type) {
        return Binder.bind(Json.tree(json.getBytes(StandardCharsets.UTF_8)), type);
    }

    private static <T extends Record> List<String> mistakes(String json, Class<T> type) {
        return switch (bind(json, type)) {
            case Bound.Valid<T> valid -> List.of();
            case Bound.Invalid<T>(var mistakes) ->
                mistakes.stream().map(m -> m.pointer() + " " + m.expected()).toList();
        };
    }

    @Test
    void every_kind_of_component_is_read() {
        String json = """
            {"text":"a","count":3,"flag":true,"pause":"5m","url":"https://id.example.org/x","file":"data/key",
             "mode":"self_signed","algorithm":"ES256","email":"Ann@Example.org","client":"shop","password":"hidden",
             "numbers":[1,2],"names":["x"],"inners":{"k":{"min_length":4}}}""";
        var expected = new Everything(
                "a",
                3,
                true,
                Duration.ofMinutes(5),
                URI.create("https://id.example.org/x"),
                Path.of("data/key"),
                Mode.SELF_SIGNED,
                Algorithm.ES256,
                EmailAddress.parse("ann@example.org").orElseThrow(),
                new ClientId("shop"),
                Secret.of("hidden"),
                List.of(1, 2),
                Set.of("x"),
                Map.of("k", new Inner(4)),
                Optional.empty());
        assertThat(bind(json, Everything.class)).isEqualTo(new Bound.Valid<>(expected));
    }

    @Test
    void defaults_stand_in_for_what_is_absent_or_null() {
        assertThat(bind("{\"failures\":7,\"password\":null}", Limits.class))
                .isEqualTo(new Bound.Valid<>(new Limits(Duration.ofMinutes(5), 7, new Inner(3))));
    }

    @Test
    void every_mistake_is_reported_at_once() {
        assertThat(mistakes("""
                {"nam":"x","name":"  ","email":"no","nick":"A1","password":"short","a/b~":1}""", Person.class))
                .containsExactly(
                        "/nam is unknown; did you mean name?",
                        "/a~1b~0 is unknown; known here: name, email, nick, password",
                        "/name must not be blank",
                        "/email must be a mail address",
                        "/nick must be lower-case letters",
                        "/password must be at least 8 long");
        assertThat(mistakes("{}", Person.class))
                .containsExactly("/name is required", "/email is required", "/password is required");
    }

    @Test
    void a_secret_is_not_quoted_in_a_mistake() {
        assertThat(bind("{\"name\":\"a\",\"email\":\"a@b.org\",\"password\":\"hunter2\"}", Person.class)
                        .toString())
                .doesNotContain("hunter2");
        assertThat(bind("{\"name\":\"a\",\"email\":\"a@b.org\",\"pasword\":\"hunter2\"}", Person.class)
                        .toString())
                .doesNotContain("hunter2");
    }

    @Test
    void what_a_constructor_refuses_is_a_mistake() {
        assertThat(mistakes("{\"failures\":0}", Limits.class)).containsExactly(" failures must be at least 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"access":"5 minutes"}           | /access must be a duration such as 10s, 5m, 12h or 30d
        {"access":5}                     | /access must be a duration such as 10s, 5m, 12h or 30d
        {"failures":"5"}                 | /failures must be a whole number
        {"failures":5.5}                 | /failures must be a whole number
        {"failures":99999999999}         | /failures must be a whole number
        {"password":{"min_length":10}}   | /password/min_length must be at most 9
        {"password":[]}                  | /password must be an object
        []                               | ' must be an object'
        "x"                              | ' must be an object'
        """)
    void wrong_types_say_what_is_right(String json, String mistake) {
        assertThat(mistakes(json, Limits.class)).containsExactly(mistake);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        NUL              | \\u0000
        half a surrogate | \\ud800
        """)
    void T45_text_that_no_database_keeps_is_refused(String what, String escape) {
        assertThat(mistakes(
                        "{\"name\":\"a" + escape + "\",\"email\":\"a@b.org\",\"password\":\"12345678\"}", Person.class))
                .containsExactly("/name must be well-formed text without the character U+0000");
    }

    @Test
    void T43_there_is_an_end_to_the_list_of_mistakes() {
        var json = new StringBuilder("{\"a0\":1");
        for (int i = 1; i < 1_000; i++) {
            json.append(",\"a").append(i).append("\":1");
        }
        assertThat(mistakes(json.append('}').toString(), Person.class)).hasSize(100);
    }
}
