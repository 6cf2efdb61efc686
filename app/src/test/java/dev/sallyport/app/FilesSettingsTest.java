package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.files.FilesConfiguration;
import dev.sallyport.files.FilesConfiguration.ScannerDown;
import dev.sallyport.kit.config.ConfigurationFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The configuration's {@code files}. */
class FilesSettingsTest {
    @TempDir
    Path folder;

    private Settings.Read read(String files) throws IOException {
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), "files: " + files + "\n");
        return Settings.read(Optional.of(file), Map.of());
    }

    @Test
    void everything_can_be_said() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "a secret\n");
        Settings.Read read = read("""
                {
                  max_size: 1000, quota: 5000, uploads_expire: 2h,
                  types: { allow: [image/*, application/pdf], deny: [image/svg+xml] },
                  scanner: "clamd://scan:3310", scanner_down: accept,
                  s3: { endpoint: "https://s3.example.org", region: eu, bucket: files-of-ours, prefix: a/b/, access_key_id: me,
                        secret_access_key_file: "%s", path_style: true } }""".formatted(secret));
        assertThat(read).isInstanceOfSatisfying(Settings.Read.Good.class, good -> {
            FilesConfiguration files = good.settings().configuration().files();
            assertThat(files.maxSize()).isEqualTo(1_000);
            assertThat(files.uploadsExpire()).isEqualTo(Duration.ofHours(2));
            assertThat(files.types().admits("image/png")).isTrue();
            assertThat(files.types().admits("image/svg+xml")).isFalse();
            assertThat(files.types().admits("text/plain")).isFalse();
            assertThat(files.scannerDown()).isEqualTo(ScannerDown.ACCEPT);
            assertThat(files.judge()).isPresent();
            var bucket = good.settings().bucket().orElseThrow();
            assertThat(bucket.bucket()).isEqualTo("files-of-ours");
            assertThat(bucket.keys().orElseThrow().secret().reveal()).isEqualTo("a secret");
            assertThat(bucket.toString()).doesNotContain("a secret");
        });
    }

    @Test
    void nothing_must_be_said() throws IOException {
        assertThat(read("{}")).isInstanceOfSatisfying(Settings.Read.Good.class, good -> {
            FilesConfiguration files = good.settings().configuration().files();
            assertThat(files.types().admits("anything/at-all")).isTrue();
            assertThat(files.judge()).isEmpty();
            assertThat(files.scannerDown()).isEqualTo(ScannerDown.REFUSE);
            assertThat(good.settings().bucket()).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            { types: { allow: [image] } }                   | such as image/png
            { types: { denied: [image/*] } }                | files.types.denied
            { scanner: "http://scan" }                      | clamd://host:port
            { scanner_down: perhaps }                       | refuse, accept
            { uploads_expire: 1s }                          | 1m or more
            { max_size: 0 }                                 | 1 byte or more
            { s3: { region: eu } }                          | files.s3.bucket
            { s3: { bucket: "Our Files" } }                 | name of a bucket
            { s3: { bucket: files, prefix: "/a" } }         | sallyport/files/
            { s3: { bucket: files, endpoint: "ftp://x" } }  | https://s3.example.org
            { s3: { bucket: files, access_key_id: me } }    | or neither
            { s3: { bucket: files, access_key_id: me, secret_access_key_file: /none } } | files.s3.secret_access_key_file
            { max_size: 5368709121, s3: { bucket: files } } | 5 GiB
            """)
    void a_mistake_is_told_with_what_is_right(String files, String told) throws IOException {
        assertThat(read(files))
                .isInstanceOfSatisfying(
                        Settings.Read.Bad.class,
                        bad -> assertThat(bad.mistakes())
                                .extracting(ConfigurationFile::told)
                                .anySatisfy(mistake -> assertThat(mistake).contains(told)));
    }
}
