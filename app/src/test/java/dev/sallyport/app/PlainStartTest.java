package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PlainStartTest {
    private static final Machine BARE =
            new Machine(Machine.real().clock(), Machine.real().random(), System::nanoTime, Map.of());

    private static Optional<PlainStart> read(String line) {
        return PlainStart.read(words(line));
    }

    private static List<String> words(String line) {
        return Stream.of(line.strip().split(" +"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Configuration configuration(Options options) {
        var err = new StringWriter();
        return options.settings(BARE, new PrintWriter(err)).orElseThrow().configuration();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "up",
                "--demo",
                "up --port 0 --demo",
                "--only auth,gateway --port 9000 --data elsewhere",
                "--data elsewhere --port 65535 --only resource"
            })
    void what_is_plain_is_read_as_picocli_reads_it(String line) {
        PlainStart start = read(line).orElseThrow();
        var byPicocli = new Options();
        List<String> words = start.demo() ? words(line.replace("--demo", "")) : words(line);
        new CommandLine(byPicocli)
                .parseArgs(words.stream().filter(word -> !word.equals("up")).toArray(String[]::new));
        assertThat(configuration(start.options())).isEqualTo(configuration(byPicocli));
        assertThat(start.demo()).isEqualTo(line.contains("--demo"));
    }

    @Test
    void each_option_has_its_effect() {
        Configuration read = configuration(read("up --only auth,gateway --port 9000 --data elsewhere")
                .orElseThrow()
                .options());
        assertThat(read.servers()).isEqualTo(EnumSet.of(Room.AUTH, Room.GATEWAY));
        assertThat(read.listen()).isEqualTo(9000);
        assertThat(read.data()).isEqualTo(Path.of("elsewhere"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check",
                "--help",
                "up --help",
                "--port",
                "--port eighty",
                "--port=80",
                "--port 80 --port 81",
                "--demo --demo",
                "--data --demo",
                "--data \"a\"",
                "--only @names",
                "@arguments",
                "up up",
                "--unknown x"
            })
    void everything_else_is_left_to_picocli(String line) {
        assertThat(read(line)).isEmpty();
    }
}
