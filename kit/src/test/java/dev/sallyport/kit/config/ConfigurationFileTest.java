package dev.sallyport.kit.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.json.Bound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** L18: the configuration is a record, and every mistake in it is told at once. */
class ConfigurationFileTest {
    record Whole(int listen, String publicUrl, Tokens tokens, List<String> servers) {
        static Whole defaults() {
            return new Whole(8080, "http://localhost:8080", Tokens.defaults(), List.of("auth"));
        }
    }

    record Tokens(Duration access, Duration refreshGrace) {
        static Tokens defaults() {
            return new Tokens(Duration.ofMinutes(5), Duration.ofSeconds(10));
        }
    }

    @TempDir
    Path folder;

    private Bound<Whole> read(String yaml, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), yaml);
        return ConfigurationFile.read(Optional.of(file), environment, Whole.class);
    }

    private static List<String> told(Bound<Whole> bound) {
        return ((Bound.Invalid<Whole>) bound)
                .mistakes().stream().map(ConfigurationFile::told).toList();
    }

    @Test
    void without_a_file_every_key_has_its_default() {
        assertThat(ConfigurationFile.read(Optional.empty(), Map.of("HOME", "/home/ada"), Whole.class))
                .isEqualTo(new Bound.Valid<>(Whole.defaults()));
    }

    @Test
    void the_environment_wins_over_the_file_at_every_depth() throws IOException {
        var environment = Map.of(
                "SALLYPORT_LISTEN",
                "9090",
                "SALLYPORT_TOKENS_REFRESH_GRACE",
                "3s",
                "SALLYPORT_SERVERS",
                "[auth, gateway]");
        assertThat(read("listen: 1\ntokens: { access: 1m }\n", environment))
                .isEqualTo(new Bound.Valid<>(new Whole(
                        9090,
                        "http://localhost:8080",
                        new Tokens(Duration.ofMinutes(1), Duration.ofSeconds(3)),
                        List.of("auth", "gateway"))));
    }

    @Test
    void every_mistake_is_told_at_once_with_key_value_and_what_is_allowed() throws IOException {
        List<String> told = told(
                read("listen: many\npubic_url: x\ntokens: { access: soon }\n", Map.of("SALLYPORT_TOKENS_ACESS", "1m")));
        assertThat(told)
                .anySatisfy(m -> assertThat(m).contains("listen = many", "whole number"))
                .anySatisfy(m -> assertThat(m).contains("pubic_url", "did you mean public_url?"))
                .anySatisfy(m -> assertThat(m).contains("tokens.access = soon", "5m"))
                .anySatisfy(
                        m -> assertThat(m).contains("SALLYPORT_TOKENS_ACESS", "did you mean SALLYPORT_TOKENS_ACCESS?"))
                .hasSize(4);
    }

    @Test
    void what_is_no_yaml_is_told_with_its_place() throws IOException {
        assertThat(told(read("listen: [1\ntokens: }", Map.of())).getFirst()).contains("sallyport.yaml", "line ");
        assertThat(told(read("just text", Map.of())).getFirst()).contains("keys and values");
        assertThat(told(read("listen: 1\nlisten: 2\n", Map.of())).getFirst()).contains("sallyport.yaml");
        Path missing = folder.resolve("missing.yaml");
        assertThat(told(ConfigurationFile.read(Optional.of(missing), Map.of(), Whole.class))
                        .getFirst())
                .contains("missing.yaml", "does not exist");
    }

    @Test
    void an_empty_file_is_no_mistake() throws IOException {
        assertThat(read("# nothing yet\n", Map.of())).isEqualTo(new Bound.Valid<>(Whole.defaults()));
    }
}
