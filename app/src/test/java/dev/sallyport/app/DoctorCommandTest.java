package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.app.doctor.FaultyHouse;
import dev.sallyport.kit.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code sallyport doctor} as it is typed: on our own house, on one with ten planted faults, and typed wrongly. */
class DoctorCommandTest {
    private static final String[] TEN = {
        "csp-unsafe-inline",
        "cookie-readable",
        "cors-any-origin",
        "nosniff-missing",
        "authorize-redirects-strangers",
        "pkce-plain",
        "alg-none",
        "key-private",
        "server-version",
        "trace-answered"
    };

    private record Ended(int exit, String out, String err) {
        JsonNode json() {
            return Json.tree(out.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Ended run(List<String> words) {
        return run(Machine.real(), words);
    }

    private static Ended run(Machine machine, List<String> words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit =
                Main.run(words.toArray(String[]::new), machine, new PrintWriter(out, true), new PrintWriter(err, true));
        return new Ended(exit, out.toString(), err.toString());
    }

    private static Ended doctor(URI url, String... more) {
        var words = new ArrayList<>(List.of("doctor", url.toString(), "--timeout", "2"));
        words.addAll(List.of(more));
        return run(words);
    }

    private static Set<String> texts(JsonNode list, UnaryOperator<JsonNode> member) {
        var texts = new HashSet<String>();
        list.forEach(item -> texts.add(member.apply(item).asString()));
        return texts;
    }

    @Test
    void our_own_house_by_default_has_no_finding() throws IOException {
        PassingHouse.visit(house -> {
            Ended ended = doctor(URI.create("http://localhost:" + house.port().orElseThrow()));
            assertThat(ended.out()).contains("a Sallyport", "No finding.").doesNotContain("COULD NOT RUN");
            assertThat(ended.exit()).isEqualTo(Exit.DONE);
            Ended second = doctor(
                    URI.create("http://localhost:" + house.port().orElseThrow()),
                    "--only",
                    "limits",
                    "--intrusive",
                    "--json");
            assertThat(second.json().get("summary").get("passed").asInt()).isEqualTo(1);
            assertThat(second.exit()).as(second.out()).isEqualTo(Exit.DONE);
        });
    }

    @Test
    void a_session_of_our_own_house_does_what_its_pages_ask_and_nothing_else() throws IOException {
        Machine real = Machine.real();
        var machine = new Machine(
                real.clock(), real.random(), real.nanos(), Map.of(GivenPassword.VARIABLE, FirstPeople.DEMO_PASSWORD));
        PassingHouse.visit(house -> {
            String url = "http://localhost:" + house.port().orElseThrow();
            var words = List.of("doctor", url, "--as", FirstPeople.DEMO_EMAIL, "--only", "session,cookies");
            Ended ended = run(machine, words);
            assertThat(ended.out()).contains("2 passed", "No finding.");
            assertThat(ended.exit()).isEqualTo(Exit.DONE);
            Ended stranger = run(machine, List.of("doctor", url, "--as", "no@example.org", "--only", "session"));
            assertThat(stranger.out()).contains("COULD NOT RUN: the sign-in of no@example.org was answered 401");
            assertThat(stranger.exit()).isEqualTo(Exit.COULD_NOT_START);
        });
    }

    @Test
    void ten_planted_faults_are_all_found() throws IOException {
        try (var house = FaultyHouse.with(TEN)) {
            Ended ended = doctor(house.url(), "--json");
            assertThat(ended.exit()).isEqualTo(Exit.FINDINGS);
            JsonNode findings = ended.json().get("findings");
            assertThat(texts(findings, finding -> finding.get("id"))).containsExactlyInAnyOrder(TEN);
            for (JsonNode finding : findings) {
                for (String member : List.of("severity", "where", "seen", "meaning", "mend", "reference")) {
                    assertThat(finding.get(member).asString()).as(member).isNotBlank();
                }
            }
            Ended text = doctor(house.url(), "--only", "keys");
            assertThat(text.out())
                    .contains("HIGH    key-private", "mend   sallyport key rotate", "RFC 7517 §9.2", "1 high");
        }
    }

    @Test
    void what_is_no_fault_but_worth_knowing_does_not_count() throws IOException {
        try (var house = FaultyHouse.with("security-txt-missing")) {
            Ended ended = doctor(house.url());
            assertThat(ended.out()).contains("INFO    security-txt-missing", "Findings: 1 info.");
            assertThat(ended.exit()).isEqualTo(Exit.DONE);
        }
    }

    /** What the schema of SARIF 2.1.0 demands of what is used here: required members, allowed words, indexes that fit. */
    @Test
    void sarif_has_the_shape_that_its_schema_demands() throws IOException {
        try (var house = FaultyHouse.with(TEN)) {
            Ended ended = doctor(house.url(), "--sarif");
            assertThat(ended.exit()).isEqualTo(Exit.FINDINGS);
            JsonNode log = ended.json();
            assertThat(log.propertyNames()).containsExactly("$schema", "version", "runs");
            assertThat(log.get("version").asString()).isEqualTo("2.1.0");
            JsonNode run = log.get("runs").get(0);
            JsonNode rules = run.get("tool").get("driver").get("rules");
            assertThat(run.get("tool").get("driver").get("name").asString()).isEqualTo("sallyport doctor");
            assertThat(texts(rules, rule -> rule.get("id")))
                    .hasSize(rules.size())
                    .contains(TEN);
            rules.forEach(rule -> {
                assertThat(rule.get("shortDescription").get("text").asString()).isNotBlank();
                assertThat(rule.get("help").get("text").asString()).isNotBlank();
                assertThat(rule.get("defaultConfiguration").get("level").asString())
                        .isIn("none", "note", "warning", "error");
            });
            assertThat(run.get("results").size()).isGreaterThanOrEqualTo(TEN.length);
            for (JsonNode result : run.get("results")) {
                JsonNode rule = rules.get(result.get("ruleIndex").asInt());
                assertThat(result.get("ruleId").asString())
                        .isEqualTo(rule.get("id").asString());
                assertThat(result.get("message").get("text").asString()).isNotBlank();
                String level = result.get("level").asString();
                assertThat(level.equals("none"))
                        .isEqualTo(!result.get("kind").asString().equals("fail"));
                String address = result.get("locations")
                        .get(0)
                        .get("physicalLocation")
                        .get("artifactLocation")
                        .get("uri")
                        .asString();
                assertThat(URI.create(address).isAbsolute()).as(address).isTrue();
            }
            JsonNode invocation = run.get("invocations").get(0);
            assertThat(invocation.get("executionSuccessful").asBoolean()).isTrue();
            assertThat(invocation
                            .get("toolExecutionNotifications")
                            .get(0)
                            .get("message")
                            .get("text")
                            .asString())
                    .contains("not applicable");
        }
    }

    @Test
    void what_a_strange_server_says_is_never_taken_for_a_mistake_of_ours() throws IOException {
        try (var house = FaultyHouse.with("strange-addresses")) {
            Ended ended = doctor(house.url());
            assertThat(ended.err()).doesNotContain("mistake of the program");
            assertThat(ended.out()).contains("COULD NOT RUN: IOException: no address");
            assertThat(ended.exit()).isEqualTo(Exit.COULD_NOT_START);
        }
    }

    @Test
    void a_check_that_could_not_run_is_not_passed() throws IOException {
        try (var busy = FaultyHouse.with("always-limited")) {
            Ended ended = doctor(busy.url(), "--only", "gates");
            assertThat(ended.out())
                    .contains("gates        COULD NOT RUN: the limit on sign-ins", "0 passed", "1 could not run");
            assertThat(ended.exit()).isEqualTo(Exit.COULD_NOT_START);
            assertThat(doctor(busy.url(), "--only", "gates", "--json")
                            .json()
                            .get("checks")
                            .get(0)
                            .get("result")
                            .asString())
                    .isEqualTo("could_not_run");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        doctor                                            | 2 | Missing required parameter
        doctor id.example.org                             | 2 | https://id.example.org
        doctor ftp://id.example.org                       | 2 | is not taken
        doctor http://me@id.example.org                   | 2 | without user
        doctor http://id.example.org/?a=b                 | 2 | without user, query
        doctor http://a^b                                 | 2 | is no address
        doctor http://localhost --only cps                | 2 | There is no check cps
        doctor http://localhost --json --sarif            | 2 | cannot both
        doctor http://localhost --timeout 0               | 2 | 1 to 120
        doctor http://localhost --header nothing          | 2 | a name, a colon
        doctor http://localhost --header Host:a           | 2 | the connection needs it
        doctor http://localhost --page account            | 2 | is a path
        doctor http://localhost --as ada@example.org      | 2 | SALLYPORT_PASSWORD
        doctor http://localhost:1                         | 3 | cannot be reached
        """)
    void what_cannot_be_is_said_with_what_would_be_right(String line, int exit, String said) {
        Ended ended = run(List.of(line.split(" ")));
        assertThat(ended.err()).contains(said).doesNotContain("\tat ");
        assertThat(ended.exit()).isEqualTo(exit);
    }
}
