package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sallyport.kit.http.ClientCertificate;
import dev.sallyport.kit.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A whole house that ends TLS itself, and clients with certificates of their own (RFC 8705). */
@Tag("slow")
class TlsHouseTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path folder;

    private static final BlockingQueue<String> ORDERS = new LinkedBlockingQueue<>();
    private static KeyStore first;
    private static KeyStore second;
    private static KeyStore shop;
    private static KeyStore other;
    private static HttpServer orders;
    private static House house;
    private static int redirect;

    @BeforeAll
    static void open() throws Exception {
        first = certificate("first", "CN=first", "san=dns:localhost,ip:127.0.0.1");
        second = certificate("second", "CN=second", "san=dns:localhost");
        shop = certificate("shop", "CN=shop", "san=dns:shop.example.org");
        other = certificate("other", "CN=other", "san=dns:other.example.org");
        write(first);
        Path authorities = Files.writeString(folder.resolve("partners.pem"), pem(shop) + pem(other));
        orders = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        orders.createContext("/v1/orders", exchange -> {
            ORDERS.add(String.join(" ", exchange.getRequestHeaders().getOrDefault("Client-Cert", List.of("none"))));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        orders.start();
        redirect = FreePort.any();
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), """
                data: "%s"
                listen: %d
                host: 127.0.0.1
                monitor: { listen: "127.0.0.1:%d" }
                accounts: { password: { memory: 7, passes: 1 } }
                gateway:
                  tls:
                    mode: files
                    certificates: [{ chain_file: "%s", key_file: "%s" }]
                    client_certificates: ask
                    redirect_from: %d
                  routes:
                    - { path: /v1/orders/**, to: ["http://127.0.0.1:%d"], require: { scope: orders } }
                client_authorities_file: "%s"
                clients:
                  - id: shop
                    authentication: tls_client_auth
                    certificate: { san_dns: shop.example.org }
                    certificate_bound: true
                    grants: [client_credentials]
                    scopes: [orders]
                """.formatted(
                        folder.resolve("data"),
                        FreePort.any(),
                        FreePort.any(),
                        folder.resolve("street.pem"),
                        folder.resolve("street.key"),
                        redirect,
                        orders.getAddress().getPort(),
                        authorities));
        Settings.Read read = Settings.read(Optional.of(file), Map.of());
        assertThat(read).isInstanceOf(Settings.Read.Good.class);
        house = House.open(((Settings.Read.Good) read).settings(), Machine.real(), false);
    }

    @AfterAll
    static void close() {
        if (house != null) {
            house.close();
        }
        orders.stop(0);
    }

    /** A key and a self-signed certificate as the platform's tool makes them. */
    private static KeyStore certificate(String file, String subject, String names) throws Exception {
        Path store = folder.resolve(file + ".p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> command = List.of(
                keytool,
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                subject,
                "-ext",
                names,
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD));
        Process made = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(said).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private static X509Certificate leaf(KeyStore keys) throws Exception {
        return (X509Certificate) keys.getCertificate("a");
    }

    private static String pem(KeyStore keys) throws Exception {
        return block("CERTIFICATE", leaf(keys).getEncoded());
    }

    private static String block(String label, byte[] der) {
        String text = Base64.getMimeEncoder().encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }

    /** The certificate that the house shows, as a tool renews it: the key first, so that the pair fits but for a moment. */
    private static void write(KeyStore keys) throws Exception {
        Path key = folder.resolve("street.key");
        Files.writeString(key, block("PRIVATE KEY", keys.getKey("a", PASSWORD).getEncoded()));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(folder.resolve("street.pem"), pem(keys));
    }

    private static SSLContext context(Optional<KeyStore> own) throws Exception {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("first", leaf(first));
        trusted.setCertificateEntry("second", leaf(second));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManager[] keys = null;
        if (own.isPresent()) {
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(own.get(), PASSWORD);
            keys = factory.getKeyManagers();
        }
        var context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), new SecureRandom());
        return context;
    }

    private static HttpResponse<String> send(Optional<KeyStore> own, HttpRequest.Builder request) throws Exception {
        try (var http = HttpClient.newBuilder().sslContext(context(own)).build()) {
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(house.publicUrl() + path));
    }

    private static HttpResponse<String> token(Optional<KeyStore> own) throws Exception {
        return send(
                own,
                to("/oauth2/token")
                        .header("content-type", "application/x-www-form-urlencoded")
                        // What another client would like to be taken for (T37).
                        .header(
                                "Client-Cert",
                                ":"
                                        + Base64.getEncoder()
                                                .encodeToString(leaf(shop).getEncoded()) + ":")
                        .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&client_id=shop")));
    }

    private static JsonNode json(HttpResponse<String> response) {
        return Json.tree(response.body().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_house_is_known_by_https_and_says_what_clients_may_do_with_certificates() throws Exception {
        assertThat(house.publicUrl().getScheme()).isEqualTo("https");
        HttpResponse<String> answer = send(Optional.empty(), to("/.well-known/openid-configuration"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("strict-transport-security")).contains("max-age=31536000");
        assertThat(json(answer).path("issuer").asString())
                .isEqualTo(house.publicUrl().toString());
        assertThat(json(answer).path("token_endpoint_auth_methods_supported").toString())
                .contains("\"tls_client_auth\"", "\"self_signed_tls_client_auth\"");
        assertThat(json(answer)
                        .path("tls_client_certificate_bound_access_tokens")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void T37_a_certificate_proves_a_client_and_a_header_from_the_street_does_not() throws Exception {
        HttpResponse<String> good = token(Optional.of(shop));
        assertThat(good.statusCode()).as("RFC 8705 §2.1: " + good.body()).isEqualTo(200);
        assertThat(token(Optional.of(other)).statusCode()).isEqualTo(401);
        assertThat(token(Optional.empty()).statusCode()).isEqualTo(401);
    }

    @Test
    void a_bound_token_opens_a_route_over_its_own_connection_alone() throws Exception {
        String bearer =
                "Bearer " + json(token(Optional.of(shop))).path("access_token").asString();
        var request = to("/v1/orders/1").header("authorization", bearer);
        assertThat(send(Optional.of(shop), request).statusCode()).isEqualTo(204);
        assertThat(ORDERS.take())
                .as("RFC 9440 §2.1 the server behind learns whose connection it was")
                .isEqualTo(":" + Base64.getEncoder().encodeToString(leaf(shop).getEncoded()) + ":");
        for (Optional<KeyStore> wrong : List.of(Optional.of(other), Optional.<KeyStore>empty())) {
            HttpResponse<String> refused = send(wrong, request);
            assertThat(refused.statusCode()).as("RFC 8705 §3").isEqualTo(401);
            assertThat(refused.headers().firstValue("www-authenticate").orElse(""))
                    .contains("invalid_token");
        }
        assertThat(ORDERS).as("nobody behind was asked").isEmpty();
        assertThat(new ClientCertificate(List.of(leaf(shop))).thumbprint()).hasSize(43);
    }

    @Test
    void T04_who_comes_unencrypted_is_led_to_public_url_and_not_to_the_host_that_it_names() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), redirect)) {
            socket.getOutputStream()
                    .write("GET /a?b=c HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer)
                    .startsWith("HTTP/1.1 308")
                    .contains("location: " + house.publicUrl() + "/a?b=c\r\n", "x-content-type-options: nosniff")
                    .doesNotContain("evil.example", "strict-transport-security");
        }
    }

    private static X509Certificate shown() throws Exception {
        try (var socket = (javax.net.ssl.SSLSocket) context(Optional.empty())
                .getSocketFactory()
                .createSocket("127.0.0.1", house.port().orElseThrow())) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void a_renewed_certificate_is_shown_while_the_house_is_open() throws Exception {
        assertThat(shown()).isEqualTo(leaf(first));
        try {
            write(second);
            Instant deadline = Instant.now().plusSeconds(20);
            while (!shown().equals(leaf(second)) && Instant.now().isBefore(deadline)) {
                Thread.sleep(250);
            }
            assertThat(shown()).isEqualTo(leaf(second));
            assertThat(metrics()).contains("sallyport_certificate_expiry_seconds{host=\"localhost\"}");
        } finally {
            write(first);
            Instant deadline = Instant.now().plusSeconds(20);
            while (!shown().equals(leaf(first)) && Instant.now().isBefore(deadline)) {
                Thread.sleep(250);
            }
        }
    }

    private static String metrics() throws IOException, InterruptedException {
        var metrics = URI.create("http://127.0.0.1:" + house.monitorPort().orElseThrow() + "/metrics");
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
