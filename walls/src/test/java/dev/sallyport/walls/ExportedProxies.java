package dev.sallyport.walls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A house, and beside it each proxy that this machine has, with what {@code sallyport export} wrote for it. */
final class ExportedProxies implements AutoCloseable {
    private static final String PASSWORD = "a long enough password";

    final RunningHouse house;
    final Map<String, RunningProxy> proxies = new TreeMap<>();

    private final Path folder;
    private final EchoOrigin origin;
    private final Map<String, String> given = new TreeMap<>();
    private int addresses;

    ExportedProxies(Path folder) throws Exception {
        this.folder = folder;
        origin = new EchoOrigin();
        String to = "to: [\"http://127.0.0.1:" + origin.port() + "\"]";
        house = RunningHouse.start(folder, """
                trusted_proxies: [127.0.0.1]
                cors: { allow: [https://app.example.org] }
                accounts: { password: { memory: 7, passes: 1 } }
                gateway:
                  tls: { client_certificates: forwarded }
                  limits:
                    - { path: "/v1/**", rate: 100/s, per: address }
                    - { path: "/v1/auth/login_*", rate: 5/m, per: address }
                    - { path: "/v1/few/**", rate: 3/h, per: address }
                  routes:
                    - { path: "/v1/orders/**", %1$s, require: { scope: profile } }
                    - { path: "/v1/orders/vault/**", %1$s, require: { scope: vault } }
                    - { path: "/v1/few/**", %1$s, require: none }
                    - { path: "/public/**", %1$s, require: none }
                    - { path: "/one", %1$s, require: none }
                    - { path: "/shop/**", %1$s, require: none, strip: /shop }
                    - { path: "/v1/apps/**", %1$s, require: { scope: profile }, gate: api }
                    - { path: "/v1/nobody/**", to: ["http://127.0.0.1:9"], require: none }
                """.formatted(to));
    }

    /** Signs somebody in and starts the proxies. */
    void open() throws Exception {
        credentials();
        for (String name : List.of("nginx", "caddy", "traefik")) {
            Optional<Path> program = RunningProxy.program(name);
            if (program.isPresent()) {
                proxies.put(name, begin(name, program.get(), folder.resolve(name), house.port()));
            }
        }
    }

    private void credentials() {
        try (var app = new Caller(house);
                var browser = new Caller(house)) {
            app.register("ada@example.org", PASSWORD, "Ada");
            String token = app.loginMobile("ada@example.org", PASSWORD)
                    .json()
                    .path("access_token")
                    .asString();
            assertThat(browser.loginWeb("ada@example.org", PASSWORD).status()).isEqualTo(200);
            given.put("{token}", token);
            given.put("{cookies}", browser.cookies());
            given.put("{csrf}", browser.cookie("__Host-csrf_token"));
            given.put("{own}", "http://localhost:" + house.port());
            given.put("{long}", "x".repeat(20_000));
        }
    }

    /** This proxy with what is exported for it now, before a house at that port. */
    RunningProxy begin(String name, Path program, Path to, int housePort) throws Exception {
        Files.createDirectories(to);
        int port = RunningHouse.freePort();
        var export = new ProcessBuilder(Program.command(
                        "export",
                        name,
                        "--config",
                        folder.resolve("sallyport.yaml").toString(),
                        "--listen",
                        "127.0.0.1:" + port,
                        "--house",
                        "http://127.0.0.1:" + housePort,
                        "--to",
                        to.toString()))
                .redirectErrorStream(true)
                .redirectOutput(to.resolve("export.log").toFile())
                .start();
        assertThat(export.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(export.exitValue())
                .as(Files.readString(to.resolve("export.log")))
                .isZero();
        return switch (name) {
            case "nginx" -> RunningProxy.nginx(program, to, port);
            case "caddy" -> RunningProxy.caddy(program, to, port);
            default -> RunningProxy.traefik(program, to, port);
        };
    }

    RunningProxy proxy(String name) {
        assumeTrue(proxies.containsKey(name), "there is no program " + name + " here");
        return proxies.get(name);
    }

    /** An address of this machine that nobody asked from, so that nobody counted it; none of them is trusted. */
    String newcomer() {
        addresses++;
        return "127.0." + (addresses / 250 + 1) + "." + (addresses % 250 + 2);
    }

    /** The request with this line and these fields, the credentials put in where they are named. */
    String request(String line, String headers) {
        var text = new StringBuilder(line)
                .append(" HTTP/1.1\r\nHost: localhost:")
                .append(house.port())
                .append("\r\n");
        for (String header : headers.split(" & ")) {
            text.append(header.isEmpty() ? "" : header + "\r\n");
        }
        if (line.startsWith("POST ") && !headers.contains("Content-Length")) {
            text.append("Content-Length: 0\r\n");
        }
        text.append(headers.contains("Connection:") ? "\r\n" : "Connection: close\r\n\r\n");
        String request = text.toString();
        for (Map.Entry<String, String> each : given.entrySet()) {
            request = request.replace(each.getKey(), each.getValue());
        }
        return request;
    }

    @Override
    public void close() {
        proxies.values().forEach(RunningProxy::close);
        house.close();
        origin.close();
    }
}
