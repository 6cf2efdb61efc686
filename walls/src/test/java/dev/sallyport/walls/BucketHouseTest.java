package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.walls.Caller.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A house whose contents lie in a bucket, while the store of the bucket goes down and comes back. */
@Tag("slow")
class BucketHouseTest {
    @TempDir
    Path folder;

    private RunningBucket bucket;
    private String token;

    @BeforeEach
    void serve() throws Exception {
        bucket = RunningBucket.start(folder);
    }

    @AfterEach
    void close() {
        bucket.close();
    }

    private Answer ask(Caller caller, String method, String path, String body, String... headers) {
        var all = new ArrayList<>(List.of("authorization", "Bearer " + token));
        all.addAll(Arrays.asList(headers));
        return caller.send(method, path, body, all.toArray(String[]::new));
    }

    private Answer piece(Caller caller, String path, int offset, String body) {
        return ask(
                caller,
                "PATCH",
                path,
                body,
                "tus-resumable",
                "1.0.0",
                "content-type",
                "application/offset+octet-stream",
                "upload-offset",
                Integer.toString(offset));
    }

    @Test
    void L24_files_and_unfinished_uploads_lie_in_the_bucket_and_outlive_its_absence_and_a_kill() throws Exception {
        try (var house = RunningHouse.start(folder, RunningHouse.GENEROUS + bucket.settings());
                var caller = new Caller(house)) {
            assertThat(caller.register("ada@example.org", "a long pass phrase", "Ada")
                            .status())
                    .isEqualTo(202);
            token = caller.loginMobile("ada@example.org", "a long pass phrase")
                    .json()
                    .path("access_token")
                    .asString();
            Answer stored = ask(caller, "POST", "/v1/files?name=a.txt", "the whole of it");
            assertThat(stored.status()).as(stored.text()).isEqualTo(201);
            String file = "/v1/files/" + stored.json().path("id").asString();
            Answer created = ask(caller, "POST", "/v1/uploads", "", "tus-resumable", "1.0.0", "upload-length", "10");
            String upload = "/v1/" + created.header("location").orElseThrow();
            assertThat(piece(caller, upload, 0, "01234").status()).isEqualTo(204);

            close();
            Answer unkept = piece(caller, upload, 5, "56789");
            assertThat(unkept.status()).isEqualTo(503);
            assertThat(unkept.problem()).isEqualTo("/problems/storage-unavailable");
            assertThat(ask(caller, "GET", file, "").status()).isEqualTo(503);
            house.kill();
            house.begin();
            assertThat(ask(caller, "GET", "/v1/files", "").json().path("items")).hasSize(1);
            bucket.begin();

            assertThat(ask(caller, "HEAD", upload, "", "tus-resumable", "1.0.0").header("upload-offset"))
                    .contains("5");
            assertThat(piece(caller, upload, 5, "56789").status()).isEqualTo(204);
            assertThat(ask(caller, "GET", upload.replace("uploads", "files"), "")
                            .text())
                    .isEqualTo("0123456789");
            Answer part = ask(caller, "GET", file, "", "range", "bytes=4-8");
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.text()).isEqualTo("whole");
            assertThat(bucket.objects()).hasSize(2);
            assertThat(ask(caller, "DELETE", file, "").status()).isEqualTo(204);
            assertThat(bucket.objects()).hasSize(1);
            try (Stream<Path> here = Files.walk(house.data())) {
                assertThat(here.filter(Files::isRegularFile)
                                .map(p -> p.getFileName().toString()))
                        .as("no content on this machine")
                        .noneMatch(name -> name.matches("[0-9a-f]{64}|.*\\.part"));
            }
        }
    }
}
