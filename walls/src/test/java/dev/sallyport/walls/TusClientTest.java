package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sallyport.walls.Caller.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A large file by a tus client that nobody wrote for us, over a line that breaks and past a house that is killed; then back in
 * pieces by curl. {@code -Dsallyport.test.tus.mebibytes=1024} makes it a gibibyte.
 */
@Tag("slow")
class TusClientTest {
    private static final Path CLIENTS = Repository.ROOT.resolve("walls/clients");
    private static final long SIZE = Long.getLong("sallyport.test.tus.mebibytes", 192) << 20;
    private static final int CUTS = 4;

    /** The heap that the house gets, and what the whole process may take with it. */
    private static final String HEAP = "-Xmx96m";

    private static final long BOUND = 320L << 20;

    @TempDir
    Path folder;

    @Test
    void L24_a_large_file_arrives_whole_through_cuts_and_a_kill_in_little_memory() throws Exception {
        Path sent = folder.resolve("sent.bin");
        String digest = write(sent);
        try (var house = RunningHouse.start(
                        folder,
                        RunningHouse.freePort(),
                        RunningHouse.GENEROUS + "files: { max_size: " + SIZE + ", quota: " + 2 * SIZE + " }\n",
                        List.of(HEAP));
                var caller = new Caller(house)) {
            String token = token(caller);
            var most = new AtomicLong();
            Thread watch = Thread.ofVirtual().start(() -> watch(house, most));
            long begun = System.nanoTime();
            List<String> said = upload(house, token, sent);
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            watch.interrupt();
            assertThat(said).as(house.log()).contains("cuts " + CUTS, "killed");
            String id = said.getLast().substring("done ".length());
            System.out.printf(
                    "%d MiB in %.1f s with %d cuts and a kill; the house took at most %d MiB%n",
                    SIZE >> 20, took / 1000.0, CUTS, most.get() >> 20);
            assertThat(most.get()).as("bytes of memory").isPositive().isLessThan(BOUND);

            Answer file = caller.send("HEAD", "/v1/files/" + id, "", "authorization", "Bearer " + token);
            assertThat(file.header("etag")).contains('"' + digest + '"');
            assertThat(file.header("content-length")).contains(Long.toString(SIZE));
            ranges(house, token, id, sent, digest);
            assertThat(most.get()).as("bytes of memory").isLessThan(BOUND);
        }
    }

    private static String write(Path file) throws Exception {
        var sha = MessageDigest.getInstance("SHA-256");
        var chance = new Random(7);
        byte[] piece = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long written = 0; written < SIZE; written += piece.length) {
                chance.nextBytes(piece);
                sha.update(piece);
                out.write(piece);
            }
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    private static String token(Caller caller) {
        assertThat(caller.register("ada@example.org", "a long pass phrase", "Ada")
                        .status())
                .isEqualTo(202);
        return caller.loginMobile("ada@example.org", "a long pass phrase")
                .json()
                .path("access_token")
                .asString();
    }

    private static void watch(RunningHouse house, AtomicLong most) {
        try {
            while (true) {
                house.resident().ifPresent(now -> most.accumulateAndGet(now, Math::max));
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs the client, and kills the house when it has sent a good half. */
    private static List<String> upload(RunningHouse house, String token, Path file) throws Exception {
        if (!Files.isDirectory(CLIENTS.resolve("node_modules/tus-js-client"))) {
            Process install = begun(new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"));
            assertThat(install.waitFor(2, TimeUnit.MINUTES)).isTrue();
        }
        var builder = new ProcessBuilder("node", "tus.mjs");
        builder.environment()
                .putAll(Map.of(
                        "HOUSE",
                        "http://localhost:" + house.port(),
                        "TOKEN",
                        token,
                        "FILE",
                        file.toString(),
                        "CUTS",
                        Integer.toString(CUTS)));
        Process client = begun(builder);
        var said = new ArrayList<String>();
        try (BufferedReader lines = client.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
                if (!said.contains("killed")
                        && line.startsWith("sent ")
                        && Long.parseLong(line.substring("sent ".length())) > SIZE * 11 / 20) {
                    house.kill();
                    said.add("killed");
                    house.begin();
                }
            }
        } finally {
            client.destroyForcibly();
        }
        assertThat(client.waitFor()).as(String.join("\n", said) + house.log()).isZero();
        return said;
    }

    private static Process begun(ProcessBuilder builder) throws IOException {
        try {
            return builder.directory(CLIENTS.toFile()).redirectErrorStream(true).start();
        } catch (IOException missing) {
            assumeTrue(false, builder.command().getFirst() + " is not here: " + missing.getMessage());
            throw missing;
        }
    }

    /** The first and the last bytes, a middle, and a download that goes on where another stopped. */
    private void ranges(RunningHouse house, String token, String id, Path sent, String digest) throws Exception {
        try (var whole = Files.newByteChannel(sent)) {
            for (long from : new long[] {0, SIZE / 2 + 13, SIZE - 1_000}) {
                byte[] expected = new byte[1_000];
                whole.position(from).read(java.nio.ByteBuffer.wrap(expected));
                Path part = curl(house, token, id, "part", "-r", from + "-" + (from + 999));
                assertThat(Arrays.equals(Files.readAllBytes(part), expected))
                        .as("1,000 bytes from %d", from)
                        .isTrue();
            }
        }
        Path half = curl(house, token, id, "half", "-r", "0-" + (SIZE / 2 - 1));
        assertThat(half).hasSize(SIZE / 2);
        Path all = curl(house, token, id, "half", "-C", "-");
        assertThat(all).hasSize(SIZE);
        var sha = MessageDigest.getInstance("SHA-256");
        try (InputStream in = Files.newInputStream(all)) {
            byte[] piece = new byte[1 << 20];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                sha.update(piece, 0, read);
            }
        }
        assertThat(HexFormat.of().formatHex(sha.digest())).isEqualTo(digest);
    }

    private Path curl(RunningHouse house, String token, String id, String name, String... options) throws Exception {
        Path into = folder.resolve(name);
        var command = new ArrayList<>(List.of("curl", "-sS", "--fail", "-H", "Authorization: Bearer " + token));
        command.addAll(List.of(options));
        command.addAll(
                List.of("-o", into.toString(), house.url("/v1/files/" + id).toString()));
        Process curl = begun(new ProcessBuilder(command));
        String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(curl.waitFor()).as(said).isZero();
        return into;
    }

    @Test
    void T42_a_page_uploads_through_the_browser_gate_and_needs_its_CSRF_token() throws Exception {
        try (var house = RunningHouse.start(folder, RunningHouse.GENEROUS);
                var caller = new Caller(house)) {
            token(caller);
            assertThat(caller.loginWeb("ada@example.org", "a long pass phrase").status())
                    .isEqualTo(200);
            String[] without = {
                "cookie",
                caller.cookies(),
                "tus-resumable",
                "1.0.0",
                "upload-length",
                "5",
                "upload-metadata",
                "filename YQ=="
            };
            assertThat(caller.send("POST", "/web/v1/uploads", "", without).status())
                    .isEqualTo(403);
            Answer created = caller.send("POST", "/web/v1/uploads", "", with(without, "x-csrf-token", csrf(caller)));
            assertThat(created.status()).as(created.text()).isEqualTo(201);
            String path = house.url("/web/v1/uploads")
                    .resolve(created.header("location").orElseThrow())
                    .getPath();
            assertThat(path).startsWith("/web/v1/uploads/");
            Answer taken = caller.send(
                    "PATCH",
                    path,
                    "hello",
                    "cookie",
                    caller.cookies(),
                    "x-csrf-token",
                    csrf(caller),
                    "tus-resumable",
                    "1.0.0",
                    "upload-offset",
                    "0",
                    "content-type",
                    "application/offset+octet-stream");
            assertThat(taken.status()).as(taken.text()).isEqualTo(204);
            String id = path.substring(path.lastIndexOf('/') + 1);
            assertThat(caller.get("/web/v1/files/" + id, "cookie", caller.cookies())
                            .text())
                    .isEqualTo("hello");
        }
    }

    @Test
    void L24_a_link_and_an_open_file_are_followed_from_the_street_by_nobody_in_particular() throws Exception {
        try (var house = RunningHouse.start(folder, RunningHouse.GENEROUS);
                var caller = new Caller(house);
                var stranger = new Caller(house)) {
            String bearer = "Bearer " + token(caller);
            Answer stored = caller.send("POST", "/v1/files?name=a.html", "<script>1</script>", "authorization", bearer);
            String id = stored.json().path("id").asString();
            Answer link = caller.send("POST", "/v1/files/" + id + "/links", "", "authorization", bearer);
            assertThat(link.status()).as(link.text()).isEqualTo(201);
            Answer followed = stranger.send(URI.create(link.json().path("url").asString()), "GET", "");
            assertThat(followed.text()).isEqualTo("<script>1</script>");
            assertThat(followed.header("content-type")).contains("text/html");
            assertThat(followed.header("content-security-policy")).contains("sandbox; default-src 'none'");
            assertThat(followed.header("content-disposition").orElse("")).startsWith("attachment");
            assertThat(followed.header("cache-control")).contains("private, no-cache");
            assertThat(house.log()).as("a link in the log would open the file").doesNotContain("signature=");

            assertThat(stranger.get("/v1/media/" + id).status()).isEqualTo(404);
            assertThat(caller.json("PATCH", "/v1/files/" + id, Map.of("public", true), "authorization", bearer)
                            .status())
                    .isEqualTo(200);
            Answer open = stranger.get("/v1/media/" + id);
            assertThat(open.header("cache-control")).contains("public, max-age=31536000, immutable");
            assertThat(open.header("cross-origin-resource-policy")).contains("cross-origin");
            assertThat(open.header("x-content-type-options")).contains("nosniff");
        }
    }

    private static String csrf(Caller caller) {
        return caller.cookie("__Host-csrf_token");
    }

    private static String[] with(String[] headers, String name, String value) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = name;
        all[headers.length + 1] = value;
        return all;
    }
}
