package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.sallyport.kit.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes of the configuration in a whole house, before a server that is not of the house. */
class GatewayRoutesTest {
    @TempDir
    private Path folder;

    private final BlockingQueue<String> identities = new LinkedBlockingQueue<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HttpServer behind;
    private Path file;

    @BeforeEach
    void open() throws IOException {
        behind = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        behind.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        behind.createContext("/orders", exchange -> {
            identities.add(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Sallyport-Identity"))
                    .orElse("none"));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        behind.createContext("/slow", exchange -> {
            entered.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(200, 4);
            exchange.getResponseBody().write("done".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        behind.start();
        file = Files.writeString(
                folder.resolve("sallyport.yaml"), """
                data: "%1$s"
                listen: 0
                monitor: { listen: "127.0.0.1:%2$d" }
                clients:
                  - { id: shop, secret: "a secret of the shop", grants: [client_credentials], scopes: [orders] }
                gateway:
                  routes:
                    - { path: /v1/orders/**, to: ["%3$s"], strip: /v1, require: { scope: orders }, identity: signed }
                    - { path: /slow, host: localhost, to: ["%3$s"], require: none }
                """.formatted(folder.resolve("data"), FreePort.any(), origin()));
    }

    @AfterEach
    void close() {
        released.countDown();
        behind.stop(0);
    }

    private String origin() {
        return "http://127.0.0.1:" + behind.getAddress().getPort();
    }

    private House house() {
        if (!(Settings.read(Optional.of(file), Map.of()) instanceof Settings.Read.Good(Settings settings))) {
            throw new IllegalStateException("the settings have a mistake");
        }
        return House.open(settings, Machine.real(), true);
    }

    private static URI url(House house, String path) {
        return URI.create("http://localhost:" + house.port().orElseThrow() + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void T37_an_origin_learns_who_asks_by_a_token_that_the_published_keys_verify() throws Exception {
        try (House house = house()) {
            String basic =
                    Base64.getEncoder().encodeToString("shop:a+secret+of+the+shop".getBytes(StandardCharsets.UTF_8));
            HttpResponse<String> tokens = send(HttpRequest.newBuilder(url(house, "/oauth2/token"))
                    .header("authorization", "Basic " + basic)
                    .header("content-type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&scope=orders")));
            String token =
                    Json.mapper().readTree(tokens.body()).path("access_token").asString();
            HttpResponse<String> answer = send(HttpRequest.newBuilder(url(house, "/v1/orders/7"))
                    .header("authorization", "Bearer " + token)
                    .header("sallyport-identity", "admin"));
            assertThat(answer.statusCode()).isEqualTo(204);
            SignedJWT identity = SignedJWT.parse(identities.take());
            JWKSet keys = JWKSet.parse(send(HttpRequest.newBuilder(url(house, "/.well-known/jwks.json")))
                    .body());
            var key = keys.getKeyByKeyId(identity.getHeader().getKeyID()).toECKey();
            assertThat(identity.verify(new ECDSAVerifier(key))).isTrue();
            assertThat(identity.getHeader().getType()).hasToString("sallyport-identity+jwt");
            assertThat(identity.getJWTClaimsSet().getSubject()).isEqualTo("shop");
            assertThat(identity.getJWTClaimsSet().getAudience()).isEqualTo(List.of(origin()));
            // It is no access token: whoever gets it can do nothing with it at the house.
            assertThat(send(HttpRequest.newBuilder(url(house, "/v1/orders/7"))
                                    .header("authorization", "Bearer " + identity.serialize()))
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void L20_a_closing_house_says_so_first_and_finishes_what_is_under_way() throws Exception {
        House house = house();
        var answer = CompletableFuture.supplyAsync(() -> {
            try {
                return send(HttpRequest.newBuilder(url(house, "/slow")));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        entered.await();
        URI ready = URI.create("http://127.0.0.1:" + house.monitorPort().orElseThrow() + "/health/ready");
        assertThat(send(HttpRequest.newBuilder(ready)).statusCode()).isEqualTo(200);
        Thread closing = Thread.ofVirtual().start(house::close);
        int status = 200;
        for (int i = 0; i < 50 && status == 200; i++) {
            Thread.sleep(100);
            status = send(HttpRequest.newBuilder(ready)).statusCode();
        }
        assertThat(status).isEqualTo(503);
        assertThat(answer).isNotDone();
        released.countDown();
        assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("done");
        closing.join();
    }

    @Test
    void the_routes_of_the_configuration_are_printed() {
        var out = new StringWriter();
        String[] line = {"routes", "--config", file.toString()};
        assertThat(Main.run(line, Machine.real(), new PrintWriter(out), new PrintWriter(out)))
                .isEqualTo(Exit.DONE);
        assertThat(out.toString())
                .contains("/v1/orders/**", "to " + origin(), "token with scope orders; both gates; identity signed")
                .contains("localhost/slow", "open; both gates; identity bearer");
    }
}
