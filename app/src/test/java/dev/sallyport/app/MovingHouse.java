package dev.sallyport.app;

import dev.sallyport.domain.letter.KeptLetter;
import dev.sallyport.domain.page.Slice;
import dev.sallyport.kit.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A whole house on loopback whose time a test moves on. Letters are read out of its mailbox. */
final class MovingHouse implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";
    private static final Pattern LINK = Pattern.compile("https?://\\S+#(\\S+)");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final House house;
    final Ports ports;
    final Path data;
    private final HttpClient http;
    private volatile Duration moved = Duration.ZERO;

    /** @param more further lines of its configuration */
    MovingHouse(Path folder, String more) throws IOException {
        this.data = folder.resolve("data");
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), """
                data: "%s"
                listen: 0
                monitor: { listen: "127.0.0.1:%d" }
                accounts: { password: { memory: 7, passes: 1 } }
                worker: { poll: 50ms }
                gateway: { limits: [] }
                %s
                """.formatted(data, FreePort.any(), more));
        if (!(Settings.read(Optional.of(file), Map.of()) instanceof Settings.Read.Good(Settings settings))) {
            throw new IllegalStateException("the settings have a mistake");
        }
        Machine real = Machine.real();
        var machine = new Machine(() -> real.clock().instant().plus(moved), real.random(), real.nanos(), Map.of());
        this.house = House.open(settings, machine, false);
        this.ports = Ports.open(settings, machine);
        this.http = HttpClient.newBuilder()
                .localAddress(InetAddress.ofLiteral("127.11.22.33"))
                .build();
    }

    void pass(Duration time) {
        moved = moved.plus(time);
    }

    Instant now() {
        return Instant.now().plus(moved);
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + house.port().orElseThrow() + path));
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> post(String path, Map<String, ?> body, String token) throws IOException, InterruptedException {
        return send(with(token, to(path))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    HttpResponse<byte[]> get(String path, String token) throws IOException, InterruptedException {
        return send(with(token, to(path)));
    }

    private static HttpRequest.Builder with(String token, HttpRequest.Builder request) {
        return token.isEmpty() ? request : request.header("authorization", "Bearer " + token);
    }

    static JsonNode json(HttpResponse<byte[]> answer) {
        return Json.tree(answer.body());
    }

    /** Registers and verifies the address. */
    void join(String email) throws IOException, InterruptedException {
        post("/v1/auth/register", Map.of("email", email, "password", PASSWORD, "name", "Ada"), "");
        post("/v1/auth/email/verify", Map.of("token", token(email, "/verify-email")), "");
    }

    /** An access token. */
    String signIn(String email) throws IOException, InterruptedException {
        return json(post("/v1/auth/login_mobile", Map.of("username", email, "password", PASSWORD), ""))
                .path("access_token")
                .asString();
    }

    /** The token of the newest link to the page in a letter to that mailbox, once it is there. */
    String token(String email, String page) throws InterruptedException {
        var found = new String[1];
        await("a letter with a link to " + page, () -> {
            found[0] = letters(email, page).orElse(null);
            return found[0] != null;
        });
        return found[0];
    }

    private Optional<String> letters(String email, String page) {
        return ports.stores().keptLetters().list(Slice.first(100)).items().stream()
                .filter(letter -> letter.recipient().equals(email))
                .map(KeptLetter::plain)
                .map(LINK::matcher)
                .filter(Matcher::find)
                .filter(link -> link.group().contains(page + "#"))
                .map(link -> link.group(1))
                .findFirst();
    }

    static void await(String what, BooleanSupplier happened) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!happened.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("there never was " + what);
            }
            Thread.sleep(20);
        }
    }

    /** Every file of the data folder that has the text in it. */
    List<Path> filesWith(String text) throws IOException {
        try (var files = Files.walk(data)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> holds(file, text))
                    .toList();
        }
    }

    boolean filesHold(String text) {
        try {
            return filesWith(text).iterator().hasNext();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException gone) {
            return false;
        }
    }

    @Override
    public void close() {
        http.close();
        ports.close();
        house.close();
    }
}
