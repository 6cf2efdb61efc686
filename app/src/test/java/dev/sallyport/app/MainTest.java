package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String line) {
        return Main.run(line.split(" "), Machine.real(), new PrintWriter(out), new PrintWriter(err));
    }

    @Test
    void version_says_which_program_and_which_java() {
        assertThat(run("version")).isEqualTo(Exit.DONE);
        assertThat(out.toString()).startsWith("sallyport ").contains("Java " + Runtime.version());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        nonsense          | Unmatched argument
        version --loud    | Unknown option
        """)
    void what_is_not_understood_is_exit_2_and_names_it(String line, String said) {
        assertThat(run(line)).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains(said);
    }

    @Test
    void help_lists_the_commands_and_the_exit_codes() {
        assertThat(run("--help")).isEqualTo(Exit.DONE);
        assertThat(out.toString()).contains("version").contains("3").contains("could not start");
    }
}
