package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileCommandTest {
    @TempDir
    private Path folder;

    private final List<String> asked = new ArrayList<>();
    private HttpServer monitor;
    private int status = 200;
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void open() throws IOException {
        monitor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        monitor.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("x-sallyport-profile"));
            byte[] body =
                    (status == 200 ? "a recording" : "{\"title\":\"Being recorded\"}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        monitor.start();
    }

    @AfterEach
    void close() {
        monitor.stop(0);
    }

    private int run(String... more) {
        var arguments =
                new ArrayList<>(List.of("profile", "-o", folder.resolve("p.jfr").toString()));
        arguments.addAll(List.of(more));
        return Main.run(
                arguments.toArray(String[]::new),
                Machine.real(),
                new PrintWriter(new StringWriter(), true),
                new PrintWriter(err, true));
    }

    @Test
    void it_asks_the_monitor_as_a_page_cannot_and_keeps_what_comes() throws IOException {
        int code = run(
                "--seconds",
                "5",
                "--monitor",
                Integer.toString(monitor.getAddress().getPort()));
        assertThat(code).isZero();
        assertThat(asked).containsExactly("POST /jfr?seconds=5 yes");
        assertThat(Files.readString(folder.resolve("p.jfr"))).isEqualTo("a recording");
        assertThat(folder).isDirectoryNotContaining("glob:**.fresh");
    }

    @Test
    void where_one_is_being_recorded_it_says_so_and_keeps_nothing() {
        status = 409;
        assertThat(run("--monitor", Integer.toString(monitor.getAddress().getPort())))
                .isEqualTo(Exit.COULD_NOT_START);
        assertThat(err.toString()).contains("409", "Being recorded");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void where_no_house_runs_it_says_so() {
        monitor.stop(0);
        assertThat(run("--monitor", Integer.toString(monitor.getAddress().getPort())))
                .isEqualTo(Exit.COULD_NOT_START);
        assertThat(err.toString()).contains("Does a house run there?");
    }

    @ParameterizedTest
    @CsvSource({"--seconds,0", "--seconds,301", "--monitor,0", "--monitor,x"})
    void other_numbers_are_not_understood(String option, String value) {
        assertThat(run(option, value)).isEqualTo(2);
        assertThat(asked).isEmpty();
    }
}
