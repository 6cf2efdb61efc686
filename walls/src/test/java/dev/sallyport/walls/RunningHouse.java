package dev.sallyport.walls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The whole product as a process of its own, as a user starts it, on free ports and a folder of its own. */
final class RunningHouse implements AutoCloseable {
    static final String ADMIN = "admin@example.org";
    static final String ADMIN_PASSWORD = "correct horse battery";

    /** Settings that let a test sign in as often as it likes from one address; Tier 1 has tests of its own. */
    static final String GENEROUS = """
            gateway:
              limits:
                - { path: "/v1/**", rate: 100000/s, per: address }
            accounts:
              password: { memory: 7, passes: 1 }
            """;

    /** Ten a second; eight processes that start together on a busy machine take their time. */
    private static final int READY_TRIES = 1_800;

    private final Path folder;
    private final int port;
    private final int monitor;
    private final Path log;
    private final List<String> javaOptions;
    private final Place place;
    private Process process;

    /**
     * Where its process runs.
     *
     * @param entrance the words to put before its command
     * @param host the address at which it is found
     */
    record Place(List<String> entrance, String host) {
        static final Place HERE = new Place(List.of(), "localhost");
    }

    private RunningHouse(Path folder, int port, int monitor, List<String> javaOptions, Place place) {
        this.place = place;
        this.javaOptions = List.copyOf(javaOptions);
        this.folder = folder;
        this.port = port;
        this.monitor = monitor;
        this.log = folder.resolve("house.log");
    }

    /** Starts a house with these settings and waits until it is ready. */
    static RunningHouse start(Path folder, String settings) throws IOException, InterruptedException {
        return start(folder, freePort(), settings);
    }

    /** The same at a port that others were told beforehand. */
    static RunningHouse start(Path folder, int port, String settings) throws IOException, InterruptedException {
        return start(folder, port, settings, List.of());
    }

    /** The same with options for the Java machine, such as a smaller heap, or {@code -cp} and the jar of another build. */
    static RunningHouse start(Path folder, int port, String settings, List<String> javaOptions)
            throws IOException, InterruptedException {
        return begun(new RunningHouse(folder, port, freePort(), javaOptions, Place.HERE), settings);
    }

    /** The same in another place. */
    static RunningHouse start(Path folder, Place place, String settings) throws IOException, InterruptedException {
        return begun(new RunningHouse(folder, freePort(), freePort(), List.of(), place), settings);
    }

    private static RunningHouse begun(RunningHouse house, String settings) throws IOException, InterruptedException {
        Files.writeString(house.folder.resolve("sallyport.yaml"), settings);
        house.begin();
        return house;
    }

    /** Starts the process again on the same data. */
    void begin() throws IOException, InterruptedException {
        begin(Map.of());
    }

    /** The same with further variables of its environment. */
    void begin(Map<String, String> environment) throws IOException, InterruptedException {
        var command = new ArrayList<>(place.entrance());
        command.addAll(Program.with(javaOptions));
        command.add("up");
        command.addAll(List.of("--config", folder.resolve("sallyport.yaml").toString()));
        command.addAll(List.of("--port", Integer.toString(port)));
        command.addAll(List.of("--data", folder.resolve("data").toString()));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment()
                .putAll(Map.of(
                        "SALLYPORT_LOG",
                        "json",
                        "SALLYPORT_MONITOR_LISTEN",
                        monitorUrl("").getAuthority(),
                        "SALLYPORT_ADMIN_EMAIL",
                        ADMIN,
                        "SALLYPORT_ADMIN_PASSWORD",
                        ADMIN_PASSWORD));
        builder.environment().putAll(environment);
        process = builder.start();
        boolean ready = false;
        try {
            awaitReady();
            ready = true;
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var ask = HttpRequest.newBuilder(monitorUrl("/health/ready"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            for (int i = 0; i < READY_TRIES; i++) {
                if (!process.isAlive()) {
                    throw new IllegalStateException("the house did not start:\n" + log());
                }
                try {
                    if (client.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                        return;
                    }
                } catch (IOException notYet) {
                    if (i == READY_TRIES - 1) {
                        throw notYet;
                    }
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        throw new IllegalStateException("the house is not ready after three minutes:\n" + log());
    }

    URI url(String path) {
        return URI.create("http://" + place.host() + ":" + port + path);
    }

    int port() {
        return port;
    }

    URI monitorUrl(String path) {
        return URI.create("http://" + place.host().replace("localhost", "127.0.0.1") + ":" + monitor + path);
    }

    /** The link to that page in the newest letter to the recipient that has one, as a developer finds it in the mailbox. */
    String linkTo(String page, String recipient) throws IOException, InterruptedException {
        var link = Pattern.compile("http://localhost:[0-9]+" + page + "#[\\w.-]+");
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 300; i++) {
                var letters =
                        Pattern.compile("<a href=\"(/mailbox/[0-9a-f-]{36})\"").matcher(got(client, "/mailbox"));
                while (letters.find()) {
                    String letter = got(client, letters.group(1) + "?as=text");
                    Matcher found = link.matcher(letter);
                    if (letter.contains("<dd>" + recipient + "</dd>") && found.find()) {
                        return found.group();
                    }
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        throw new AssertionError("no letter to " + recipient + " with a link to " + page);
    }

    private String got(HttpClient client, String path) throws IOException, InterruptedException {
        var ask = HttpRequest.newBuilder(monitorUrl(path))
                .timeout(Duration.ofSeconds(10))
                .build();
        return client.send(ask, HttpResponse.BodyHandlers.ofString()).body();
    }

    Path data() {
        return folder.resolve("data");
    }

    String log() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** Bytes of memory that the process has now, by the kernel's count; empty where there is none. */
    OptionalLong resident() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst();
        } catch (IOException | UncheckedIOException gone) {
            return OptionalLong.empty();
        }
    }

    /** As a power cut would: SIGKILL, nothing is said, nothing is flushed. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As a service manager would: SIGTERM, and time to finish. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IllegalStateException("the house did not stop within 30 s");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
