package dev.sallyport.files;

import static dev.sallyport.files.TestDoor.ADA;
import static dev.sallyport.files.TestDoor.as;
import static dev.sallyport.files.TestDoor.field;
import static dev.sallyport.files.TestDoor.header;
import static dev.sallyport.files.TestDoor.json;
import static dev.sallyport.files.TestDoor.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.domain.file.SweepUploads;
import dev.sallyport.domain.file.TypePattern;
import dev.sallyport.domain.file.TypePolicy;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.files.FilesConfiguration.ScannerDown;
import dev.sallyport.kit.http.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files are taken: by their type, and by a scanner's word. */
class PolicyTest {
    private static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    @TempDir
    Path folder;

    private static FilesConfiguration types(List<String> allow, List<String> deny) {
        var policy = new TypePolicy(
                allow.stream().map(TypePattern::new).toList(),
                deny.stream().map(TypePattern::new).toList());
        return new FilesConfiguration(
                1_000, 2_500, SweepUploads.STAY, policy, Optional.empty(), ScannerDown.REFUSE, Optional.empty());
    }

    private static FilesConfiguration scanned(URI scanner, ScannerDown down) {
        return new FilesConfiguration(
                1_000, 2_500, SweepUploads.STAY, TypePolicy.ANY, Optional.of(scanner), down, Optional.empty());
    }

    private void assertNothingKept(TestDoor door) throws IOException {
        assertThat(door.stores.files().used(TestDoor.person(ADA))).isZero();
        try (Stream<Path> all = Files.walk(folder.resolve("files"))) {
            assertThat(all.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0} under {1} but {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            GIF89a     | image/*          | -             | 201
            hello      | image/*          | -             | 415
            hello      | image/* text/*   | -             | 201
            <svg>      | image/*          | image/svg+xml | 415
            <svg>      | */*              | text/* image/svg+xml | 415
            <script>   | */*              | text/html     | 415
            GIF89a     | */*              | text/html     | 201
            GIF89a     | -                | -             | 415
            """)
    void T46_a_type_is_taken_where_it_is_allowed_and_not_denied(String content, String allow, String deny, int status)
            throws IOException {
        try (var door = new TestDoor(folder, types(words(allow), words(deny)))) {
            Response answer = door.upload(ADA, "a.gif", content);
            assertThat(answer.status()).isEqualTo(status);
            if (status == 415) {
                assertThat(field(answer, "type")).isEqualTo("/problems/type-not-allowed");
                assertNothingKept(door);
            }
        }
    }

    private static List<String> words(String text) {
        return text == null ? List.of() : List.of(text.split(" "));
    }

    @Test
    void T46_a_resumable_upload_of_a_type_that_is_not_taken_leaves_nothing() throws IOException {
        try (var door = new TestDoor(folder, types(List.of("image/*"), List.of()))) {
            Response created = door.ask(as(ADA, "POST", "/v1/uploads")
                    .header("tus-resumable", "1.0.0")
                    .header("upload-length", "5")
                    .header("content-type", "application/offset+octet-stream")
                    .with(dev.sallyport.kit.http.RequestBody.of(
                            "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8))));
            assertThat(created.status()).isEqualTo(415);
            assertNothingKept(door);
            assertThat(json(door.ask(as(ADA, "GET", "/v1/uploads"))).path("items"))
                    .isEmpty();
            assertThat(folder.resolve("uploads")).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"image", "*/png", "image/", "/png", "image/*/*", "image/png; q=1", "image/png,text/plain"})
    void what_is_no_pattern_is_refused(String text) {
        assertThatThrownBy(() -> new TypePattern(text)).hasMessageContaining("such as image/png");
    }

    @Test
    void a_clean_file_is_taken_and_an_infected_one_is_refused_and_told() throws Exception {
        try (var clamd = new StandInClamd();
                var door = new TestDoor(folder, scanned(clamd.url(), ScannerDown.REFUSE))) {
            String kept = door.kept(ADA, "a.txt", "hello");
            assertThat(text(door.get(ADA, kept))).isEqualTo("hello");
            Response infected = door.upload(ADA, "game.exe", EICAR);
            assertThat(infected.status()).isEqualTo(422);
            assertThat(field(infected, "type")).isEqualTo("/problems/infected");
            assertThat(text(infected)).doesNotContain("Eicar");
            assertThat(door.stores
                            .audit()
                            .of(TestDoor.person(ADA), Slice.first(10))
                            .items())
                    .filteredOn(event -> event.kind().wireName().equals("file.refused"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.details())
                            .containsEntry("found", "Eicar-Test-Signature")
                            .doesNotContainKey("name"));
            door.ask(as(ADA, "DELETE", "/v1/files/" + kept));
            assertNothingKept(door);
            assertThat(clamd.seen()).containsExactly(5L, (long) EICAR.length());
        }
    }

    @ParameterizedTest
    @CsvSource({"REFUSE,503", "ACCEPT,201"})
    void a_scanner_that_is_down_closes_the_door_or_opens_it_as_was_said(ScannerDown down, int status) throws Exception {
        URI nobody;
        try (var clamd = new StandInClamd()) {
            nobody = clamd.url();
        }
        try (var door = new TestDoor(folder, scanned(nobody, down))) {
            Response answer = door.upload(ADA, "a.txt", "hello");
            assertThat(answer.status()).isEqualTo(status);
            if (status == 503) {
                assertThat(field(answer, "type")).isEqualTo("/problems/storage-unavailable");
                assertThat(header(answer, "retry-after")).isEqualTo("10");
                assertNothingKept(door);
            }
        }
    }

    @Test
    void a_resumable_upload_waits_whole_for_a_scanner_that_is_down() throws Exception {
        URI nobody;
        try (var clamd = new StandInClamd()) {
            nobody = clamd.url();
        }
        String path;
        try (var door = new TestDoor(folder, scanned(nobody, ScannerDown.REFUSE))) {
            Response created = door.ask(as(ADA, "POST", "/v1/uploads")
                    .header("tus-resumable", "1.0.0")
                    .header("upload-length", "5")
                    .header("content-type", "application/offset+octet-stream")
                    .with(dev.sallyport.kit.http.RequestBody.of(
                            "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8))));
            assertThat(created.status()).isEqualTo(503);
            path = "/v1/" + header(created, "location");
        }
        try (var clamd = new StandInClamd();
                var door = new TestDoor(folder, scanned(clamd.url(), ScannerDown.REFUSE))) {
            Response head = door.ask(as(ADA, "HEAD", path).header("tus-resumable", "1.0.0"));
            assertThat(head.status()).isEqualTo(200);
            String id = path.substring(path.lastIndexOf('/') + 1);
            assertThat(text(door.get(ADA, id))).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSTREAM size limit exceeded. ERROR",
                "",
                "stream: OK, or perhaps not",
                "stream:  FOUND",
                "stream: OK\nstream: OK"
            })
    void an_answer_that_is_no_verdict_is_none(String answer) throws Exception {
        try (var clamd = new StandInClamd(answer)) {
            var verdict = new Clamd(clamd.url(), Duration.ofSeconds(5)).scan(java.io.InputStream.nullInputStream());
            assertThat(verdict).isInstanceOf(dev.sallyport.domain.file.Scanner.Verdict.Unjudged.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://scan:3310", "clamd:scan", "clamd://user@scan:3310"})
    void what_is_no_scanner_is_refused(String url) {
        assertThatThrownBy(() -> scanned(URI.create(url), ScannerDown.REFUSE))
                .hasMessageContaining("clamd://host:port");
    }
}
