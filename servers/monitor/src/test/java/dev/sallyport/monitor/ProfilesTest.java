package dev.sallyport.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import dev.sallyport.kit.route.Access;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Configuration;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfilesTest {
    @TempDir
    private Path folder;

    private final List<Duration> recorded = new ArrayList<>();

    private Response ask(Profiles profiles, String query, String host, String site, String header) {
        Request request = Request.of("POST", "/jfr" + query).header("host", host);
        if (!site.isEmpty()) {
            request = request.header("sec-fetch-site", site);
        }
        if (!header.isEmpty()) {
            request = request.header(Profiles.HEADER, header);
        }
        return ((Access.Open) profiles.routes().getFirst().access()).handler().handle(request);
    }

    private Response ask(Profiles profiles, String query) {
        return ask(profiles, query, "localhost:9090", "", "yes");
    }

    private Profiles noting() {
        return new Profiles(time -> {
            recorded.add(time);
            return new ByteArrayInputStream("a profile".getBytes(StandardCharsets.UTF_8));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a person with curl                      | localhost:9090    |             | yes | 200
            by number                               | 127.0.0.1:9090    |             | yes | 200
            by number of IPv6                       | [::1]:9090        |             | yes | 200
            the monitor's own page                  | localhost:9090    | same-origin | yes | 200
            a form of another site                  | localhost:9090    | cross-site  |     | 403
            a form of an old browser                | localhost:9090    |             |     | 403
            a script of another site                | localhost:9090    | cross-site  | yes | 403
            a page of this machine's other port     | localhost:9090    | same-site   | yes | 403
            a name bound anew to this machine       | evil.example:9090 | same-origin | yes | 403
            a name that only looks like ours        | localhost.evil.example | none   | yes | 403
            """)
    void T11_no_page_of_somebody_elses_can_have_a_profile_recorded(
            String who, String host, String site, String header, int status) {
        Response answer = ask(noting(), "?seconds=1", host, site == null ? "" : site, header == null ? "" : header);
        assertThat(answer.status()).as(who).isEqualTo(status);
        assertThat(recorded).hasSize(status == 200 ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"'',30", "?seconds=1,1", "?seconds=300,300"})
    void it_takes_the_time_that_is_asked_for(String query, int seconds) {
        assertThat(ask(noting(), query).status()).isEqualTo(200);
        assertThat(recorded).containsExactly(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"?seconds=0", "?seconds=301", "?seconds=-1", "?seconds=1e2", "?seconds=", "?seconds=99999999999"})
    void T43_and_no_other(String query) {
        assertThat(ask(noting(), query).status()).isEqualTo(400);
        assertThat(recorded).isEmpty();
    }

    @Test
    void T43_one_at_a_time_until_the_last_byte_is_read_or_the_reader_goes() throws IOException {
        Profiles profiles = noting();
        Response answer = ask(profiles, "");
        assertThat(answer.headers().first("content-disposition"))
                .hasValueSatisfying(d -> assertThat(d).startsWith("attachment"));
        assertThat(ask(profiles, "").status()).isEqualTo(409);
        var stream = ((ResponseBody.Stream) answer.body()).stream();
        assertThat(stream).hasContent("a profile");
        stream.close();
        stream.close();
        assertThat(ask(profiles, "").status()).isEqualTo(200);
        assertThat(ask(profiles, "").status())
                .as("closing twice gave no second turn")
                .isEqualTo(409);
        assertThat(recorded).hasSize(2);
    }

    @Test
    void where_it_fails_it_says_so_and_the_next_may_try() {
        var broken = new Profiles(time -> {
            throw new IOException("no");
        });
        assertThat(ask(broken, "").status()).isEqualTo(500);
        assertThat(ask(broken, "").status()).isEqualTo(500);
    }

    @Test
    void T45_what_the_flight_recorder_writes_tells_of_methods_and_not_of_the_environment() throws Exception {
        Path file = folder.resolve("real.jfr");
        var settings = Configuration.getConfiguration("profile");
        try (var slices = new FlightRecorder.Slices(settings, Duration.ofMillis(1_500), Duration.ofMillis(600))) {
            Files.copy(slices, file);
        }
        assertThat(jdk.jfr.FlightRecorder.getFlightRecorder().getRecordings()).isEmpty();
        List<String> kinds;
        try (Stream<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()) {
            kinds = events.map(event -> event.getEventType().getName())
                    .distinct()
                    .toList();
        }
        assertThat(kinds)
                .contains("jdk.CPULoad")
                .doesNotContain(
                        "jdk.InitialEnvironmentVariable",
                        "jdk.InitialSystemProperty",
                        "jdk.JVMInformation",
                        "jdk.SystemProcess");
    }
}
