package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole house whose authority cannot be reached: it opens all the same, and says what is wrong. */
class AcmeHouseTest {
    @TempDir
    private static Path folder;

    private static House house;
    private static int redirect;

    @BeforeAll
    static void open() throws Exception {
        redirect = FreePort.any();
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), """
                data: "%s"
                public_url: https://id.example.org
                listen: %d
                host: 127.0.0.1
                monitor: { listen: "127.0.0.1:%d" }
                accounts: { password: { memory: 7, passes: 1 } }
                gateway:
                  tls:
                    mode: acme
                    redirect_from: %d
                    acme: { agree_to_terms: true, directory: "https://127.0.0.1:%d/directory" }
                """.formatted(
                        folder.resolve("data"), FreePort.any(), FreePort.any(), redirect, FreePort.any()));
        Settings.Read read = Settings.read(Optional.of(file), Map.of());
        assertThat(read).isInstanceOf(Settings.Read.Good.class);
        house = House.open(((Settings.Read.Good) read).settings(), Machine.real(), false);
    }

    @AfterAll
    static void close() {
        if (house != null) {
            house.close();
        }
    }

    private static HttpResponse<String> monitor(String path) throws IOException, InterruptedException {
        var at = URI.create("http://127.0.0.1:" + house.monitorPort().orElseThrow() + path);
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(at).build(), BodyHandlers.ofString());
        }
    }

    @Test
    void it_stays_ready_and_tells_that_there_is_no_certificate() throws Exception {
        Instant deadline = Instant.now().plusSeconds(20);
        while (!monitor("/metrics").body().contains("sallyport_acme_orders_total")
                && Instant.now().isBefore(deadline)) {
            Thread.sleep(200);
        }
        assertThat(monitor("/metrics").body()).contains("sallyport_acme_orders_total{outcome=\"unreachable\"} 1.0");
        HttpResponse<String> ready = monitor("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body())
                .contains("\"warn\"", "the street has a self-signed certificate; the authority cannot be reached at");
        assertThat(folder.resolve("data").resolve("tls").resolve("acme")).isDirectory();
    }

    @Test
    void the_unencrypted_port_leads_to_TLS_where_no_proof_is_asked_for() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), redirect)) {
            socket.getOutputStream()
                    .write(
                            "GET /.well-known/acme-challenge/x HTTP/1.1\r\nHost: id.example.org\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 308")
                    .contains("location: https://id.example.org/.well-known/acme-challenge/x\r\n");
        }
    }
}
