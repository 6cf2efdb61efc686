package dev.sallyport.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.engine.HttpEngine;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchTest {
    @Test
    void nothing_asked_for_is_everything() {
        assertThat(Bench.Order.read(List.of()))
                .isEqualTo(new Bench.Order.Good(List.of(Part.values()), 6, Path.of("target/bench.json")));
    }

    @Test
    void parts_span_and_file_are_read() {
        assertThat(Bench.Order.read(List.of("tokens", "--seconds", "0.5", "start", "--json", "elsewhere.json")))
                .isEqualTo(new Bench.Order.Good(List.of(Part.TOKENS, Part.START), 0.5, Path.of("elsewhere.json")));
    }

    @Test
    void quick_is_one_second_of_what_is_asked_for() {
        assertThat(Bench.Order.read(List.of("cluster", "--quick")))
                .isEqualTo(new Bench.Order.Good(List.of(Part.CLUSTER), 1, Path.of("target/bench.json")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "--seconds", "--seconds soon", "--json", "--loud"})
    void what_is_not_understood_is_named(String line) {
        assertThat(Bench.Order.read(List.of(line.split(" "))))
                .isInstanceOfSatisfying(
                        Bench.Order.Bad.class, bad -> assertThat(bad.reason()).contains(line.split(" ")[0]));
    }

    @Test
    void a_table_has_one_column_for_each_figure_and_a_gap_where_a_row_lacks_it(@TempDir Path folder)
            throws IOException {
        var rows = List.of(
                new Row("limit", Figure.whole("per second", 12_345.6)),
                new Row("work", Figure.whole("per second", 99), Figure.whole("% of the limit", 0.8)));
        assertThat(Report.table("tokens", rows).lines())
                .containsExactly(
                        "tokens  per second  % of the limit",
                        "limit       12,346                ", "work            99               1");
        var report = new Report();
        report.add(Part.TOKENS, rows);
        report.write(folder.resolve("bench.json"), Map.of("cores", 2));
        var json = Json.tree(Files.readAllBytes(folder.resolve("bench.json")));
        assertThat(json.at("/tokens/1/percent_of_the_limit").doubleValue()).isEqualTo(0.8);
        assertThat(json.at("/machine/cores").intValue()).isEqualTo(2);
    }

    @Test
    void a_connection_reads_answer_after_answer() throws Exception {
        try (var engine = new HttpEngine(() -> "id");
                var place = engine.listen(
                        new HttpEngine.Listen("127.0.0.1", 0),
                        HttpEngine.Limits.USUAL,
                        request -> Response.text(
                                request.path().equals("/") ? 200 : 404, "text/plain", "at " + request.path()));
                var connection = new Connection(place.port())) {
            Answer found = connection.ask(Connection.request("GET /", ""));
            Answer missing = connection.ask(Connection.request("POST /x", "a=b"));
            assertThat(found.status() + " " + found.body()).isEqualTo("200 at /");
            assertThat(missing.status() + " " + missing.body()).isEqualTo("404 at /x");
            assertThat(missing.isGood()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"20 es256", "20 argon2 7 1", "20 tier-one"})
    void bare_work_tells_its_rates(String line) throws Exception {
        var said = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(said, true, StandardCharsets.US_ASCII));
        try {
            BareWork.main(line.split(" "));
        } finally {
            System.setOut(before);
        }
        assertThat(said.toString(StandardCharsets.US_ASCII)).matches("\\d[\\d.E]+ \\d[\\d.E]+ (true|false)\\s+");
    }

    @Test
    void cookies_and_the_code_of_a_redirect_are_read_from_the_headers() {
        var answer = new Answer(
                303,
                String.join(
                        "\r\n",
                        "HTTP/1.1 303 See Other",
                        "Set-Cookie: a=1; Path=/",
                        "set-cookie: b=2=; Secure",
                        "location: http://127.0.0.1:9/callback?code=x-_y&state=s"),
                "");
        assertThat(answer.cookies()).isEqualTo("a=1; b=2=");
        assertThat(answer.code()).isEqualTo("x-_y");
    }

    @Test
    void processor_time_counts_the_program_the_system_and_children_that_ended() {
        assertThat(
                        Cpu.parse(
                                "4711 (postgres: (x) y) S 1 4711 4711 0 -1 4194560 2517 9 0 0 150 30 7 3 20 0 1 0 8 2 3 18446744073709551615"))
                .isEqualTo(Duration.ofMillis(1_900));
    }

    @Test
    void processor_time_of_a_tree_has_what_its_processes_use() {
        Duration before = Cpu.ofTree(ProcessHandle.current());
        for (long begun = System.nanoTime(); System.nanoTime() - begun < 100_000_000; ) {
            Thread.onSpinWait();
        }
        assertThat(Cpu.ofTree(ProcessHandle.current())).isGreaterThan(before);
    }

    @Test
    void a_load_tells_how_far_the_meters_of_its_server_went() throws Exception {
        var answers = new AtomicLong();
        try (var engine = new HttpEngine(() -> "id");
                var place = engine.listen(new HttpEngine.Listen("127.0.0.1", 0), HttpEngine.Limits.USUAL, request -> {
                    answers.incrementAndGet();
                    return Response.text(200, "text/plain", "good");
                })) {
            var server = new Measured() {
                @Override
                public int port() {
                    return place.port();
                }

                @Override
                public Duration cpu() {
                    return Duration.ZERO;
                }

                @Override
                public Map<String, Double> meters() {
                    return Map.of("answers", answers.doubleValue());
                }
            };
            Load.Result result =
                    new Load(server, Duration.ofMillis(50)).run(2, Load.always(Connection.request("GET /", "")));
            // What the warm-up asked is not among them.
            assertThat(result.done()).isPositive();
            assertThat(result.meters()).isEqualTo(Map.of("answers", (double) result.done()));
        }
    }
}
