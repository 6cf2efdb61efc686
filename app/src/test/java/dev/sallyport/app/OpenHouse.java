package dev.sallyport.app;

import dev.sallyport.domain.audit.AuditEvent;
import dev.sallyport.domain.page.Slice;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A house that is open while commands run beside it on its data. */
final class OpenHouse implements AutoCloseable {
    /** A client that is declared, in lines of configuration. */
    static final String SPA = """
            clients:
              - { id: spa, public: true, redirect_uris: ["https://app.example.org/callback"] }
            """;

    /** What a command came to, and what it printed. */
    record Ended(int exit, String out, String err) {}

    final Path configuration;
    private final House house;

    /** In this folder, with more lines of configuration than are needed to open. */
    OpenHouse(Path folder, String more) {
        try {
            configuration =
                    Files.writeString(folder.resolve("sallyport.yaml"), """
                    listen: 0
                    host: 127.0.0.1
                    data: "%s"
                    public_url: http://localhost:8080
                    gateway: { limits: [{ path: "/v1/**", rate: 1000/s, per: address }] }
                    accounts: { password: { memory: 7, passes: 1 } }
                    """.formatted(folder.resolve("data")) + more);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        house = House.open(settings(), machine(Map.of()), false);
    }

    Settings settings() {
        return switch (Settings.read(
                Optional.of(configuration), machine(Map.of()).environment())) {
            case Settings.Read.Good(Settings settings) -> settings;
            case Settings.Read.Bad(var mistakes) -> throw new IllegalStateException(mistakes.toString());
        };
    }

    private static Machine machine(Map<String, String> more) {
        var environment = new HashMap<>(Map.of("SALLYPORT_MONITOR_LISTEN", "127.0.0.1:" + FreePort.any()));
        environment.putAll(more);
        Machine real = Machine.real();
        return new Machine(real.clock(), real.random(), real.nanos(), environment);
    }

    /** A command on the data of this house; its words have no spaces in them. */
    Ended run(String line) {
        return run(Map.of(), line);
    }

    Ended run(Map<String, String> environment, String line) {
        return run(environment, Stream.of(line.split(" ")));
    }

    /** A command on the data of this house, word by word. */
    Ended run(Map<String, String> environment, Stream<String> words) {
        return command(environment, Stream.concat(words, Stream.of("--config", configuration.toString())));
    }

    /** A command that knows nothing of this house. */
    static Ended elsewhere(String... words) {
        return command(Map.of(), Stream.of(words));
    }

    private static Ended command(Map<String, String> environment, Stream<String> words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = Main.run(
                words.toArray(String[]::new),
                machine(environment),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
        return new Ended(exit, out.toString(), err.toString());
    }

    /** What a look at the data finds. */
    <T> T seen(Function<Desk, T> look) {
        try (Desk desk = Desk.open(settings(), machine(Map.of()))) {
            return look.apply(desk);
        }
    }

    List<AuditEvent> events() {
        return seen(desk -> desk.stores().audit().all(Slice.first(50)).items());
    }

    /** What the street answers; names and values of header fields in turn. */
    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + house.port().orElseThrow() + path))
                    .headers(headers)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    HttpResponse<String> signIn(String email, String password) throws IOException, InterruptedException {
        String form = "username=" + URLEncoder.encode(email, StandardCharsets.UTF_8) + "&password="
                + URLEncoder.encode(password, StandardCharsets.UTF_8);
        return post("/v1/auth/login_mobile", form, "content-type", "application/x-www-form-urlencoded");
    }

    @Override
    public void close() {
        house.close();
    }
}
