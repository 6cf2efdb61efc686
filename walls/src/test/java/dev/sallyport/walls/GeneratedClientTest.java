package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that nobody wrote: made of the API's document by openapi-typescript, checked by the compiler, and run by node. */
@Tag("slow")
class GeneratedClientTest {
    private static final Path CLIENTS = Repository.ROOT.resolve("walls/clients");
    private static final Path OF_THE_APP = Repository.ROOT.resolve("servers/frontend/web/src/api/openapi.d.ts");
    private static final String EMAIL = "ada@example.org";
    private static final String PASSWORD = "a long enough password";

    @TempDir
    static Path folder;

    private static RunningHouse house;

    @BeforeAll
    static void open() throws Exception {
        assumeTrue(isThere("node") && isThere("npm"), "no node on this machine");
        if (!Files.isDirectory(CLIENTS.resolve("node_modules/openapi-typescript"))) {
            said("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
        }
        house = RunningHouse.start(folder, RunningHouse.GENEROUS);
        Files.createDirectories(CLIENTS.resolve("generated"));
        said(
                "node_modules/.bin/openapi-typescript",
                house.url("/v1/openapi.json").toString(),
                "-o",
                "generated/openapi.d.ts");
    }

    @AfterAll
    static void close() {
        if (house != null) {
            house.close();
        }
    }

    @Test
    void L13_a_generated_client_is_type_safe_and_signs_in_and_calls() throws Exception {
        try (var caller = new Caller(house)) {
            assertThat(caller.register(EMAIL, PASSWORD, "Ada").status()).isEqualTo(202);
        }
        said("node_modules/.bin/tsc");
        assertThat(said("node", "generated/generated.mjs").lines())
                .containsExactly(
                        "token_type Bearer true",
                        "profile 200 " + EMAIL + " false",
                        "kept 201 5",
                        "files 200 a.txt",
                        "refused 401 /problems/unauthorized Who are you?",
                        "gone 204");
    }

    @Test
    void the_types_of_the_web_app_are_those_of_the_document() throws IOException {
        assertThat(Files.readString(OF_THE_APP))
                .as(
                        "the API has changed: start a house at port 8080, and run `npm run api-types` in servers/frontend/web")
                .isEqualTo(Files.readString(CLIENTS.resolve("generated/openapi.d.ts")));
    }

    private static boolean isThere(String program) {
        try {
            return new ProcessBuilder(program, "--version").start().waitFor() == 0;
        } catch (IOException none) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What the program says; it must end well. */
    private static String said(String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(CLIENTS.toFile()).redirectErrorStream(true);
        if (house != null) {
            builder.environment()
                    .putAll(Map.of(
                            "HOUSE", house.url("").toString(),
                            "EMAIL", EMAIL,
                            "PASSWORD", PASSWORD));
        }
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
