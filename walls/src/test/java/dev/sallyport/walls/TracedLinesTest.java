package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** L26: the lines of two processes are found by one id, where no spans are kept at all. */
@Tag("slow")
class TracedLinesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String FORGED = "0af7651916cd43dd8448eb211c80319c";

    @TempDir
    Path folder;

    private static List<JsonNode> lines(RunningHouse house) throws Exception {
        return house.log()
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(JSON::readTree)
                .toList();
    }

    private static List<JsonNode> requests(RunningHouse house) throws Exception {
        return lines(house).stream()
                .filter(line -> line.path("loggerName").asString("").equals("access"))
                .toList();
    }

    /** Once there are so many: a line of the gateway is written after the client has its answer. */
    private static List<JsonNode> requests(RunningHouse house, int count) throws Exception {
        for (int i = 0; i < 1_000 && requests(house).size() < count; i++) {
            Thread.sleep(10);
        }
        List<JsonNode> found = requests(house);
        assertThat(found).as(house.log()).hasSize(count);
        return found;
    }

    private static Set<String> traces(List<JsonNode> lines) {
        return lines.stream()
                .map(line -> line.path("trace_id").asString("none"))
                .collect(Collectors.toSet());
    }

    @Test
    void a_request_has_one_trace_id_in_the_log_of_the_gateway_and_of_the_server_behind() throws Exception {
        Path loaded = folder.resolve("classes.log");
        String shared = RunningHouse.GENEROUS + "master_key_file: \"" + folder.resolve("master.key") + "\"\n";
        String behind = shared + "servers: [auth, monitor]\n";
        try (var auth = RunningHouse.start(
                        Files.createDirectory(folder.resolve("behind")),
                        RunningHouse.freePort(),
                        behind,
                        List.of("-Xlog:class+load:file=" + loaded));
                var gateway = RunningHouse.start(
                        Files.createDirectory(folder.resolve("front")),
                        shared
                                + "servers: [gateway, monitor]\nservices: { auth: [\"http://127.0.0.1:%d\"] }\n"
                                        .formatted(auth.port()));
                var caller = new Caller(gateway)) {
            for (int i = 0; i < 3; i++) {
                caller.json(
                        "POST",
                        "/v1/auth/register",
                        Map.of("email", "ada" + i + "@example.org", "password", "a long enough password"),
                        "traceparent",
                        "00-" + FORGED + "-b7ad6b7169203331-01");
            }
            Set<String> front = traces(requests(gateway, 3));
            assertThat(front).hasSize(3).allMatch(id -> id.matches("[0-9a-f]{32}"));
            assertThat(front).as("a caller does not choose them").doesNotContain(FORGED);
            assertThat(traces(requests(auth, 3))).isEqualTo(front);
            assertThat(Files.readString(loaded))
                    .as("nothing of what sends spans is loaded where nobody asked for it")
                    .contains("dev.sallyport.kit.trace.Tracing")
                    .doesNotContain("io.opentelemetry", "kit.trace.otlp");
        }
    }
}
