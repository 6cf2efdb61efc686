package dev.sallyport.kit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.kit.fetch.TestSite;
import dev.sallyport.kit.http.Problem;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.RequestBody;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests as streams of one connection (RFC 9113), answered here and by servers behind. */
class Http2Test {
    private static final HttpEngine.Limits LIMITS =
            new HttpEngine.Limits(8 * 1024, 1 << 20, Duration.ofSeconds(3), 100, 50);
    private static final HttpEngine ENGINE = new HttpEngine(() -> "id");
    private static HttpEngine.Listening plain;
    private static HttpEngine.Listening place;
    private static HttpEngine.Listening front;
    private static Tls tls;
    private static HttpClient client;

    @TempDir
    private static Path folder;

    private static volatile CountDownLatch held = new CountDownLatch(0);

    @BeforeAll
    static void listen() throws Exception {
        KeyStore store = TestSite.certificate(folder, "localhost");
        var key = new CertifiedKey(List.of((X509Certificate) store.getCertificate("site")), (PrivateKey)
                store.getKey("site", "changeit".toCharArray()));
        tls = new Tls(List.of(key), Tls.Clients.NOT_ASKED);
        var anywhere = new HttpEngine.Listen("127.0.0.1", 0);
        plain = ENGINE.listen(anywhere, LIMITS, Http2Test::handle);
        place = ENGINE.listen(anywhere, LIMITS, Optional.of(tls), HttpEngine.Door.of(Http2Test::handle));
        URI origin = URI.create("http://127.0.0.1:" + plain.port());
        var forwarding =
                new HttpEngine.Handling(true, request -> Response.forward(ResponseBody.Forward.to(origin, request)));
        front = ENGINE.listen(
                anywhere, LIMITS, Optional.of(tls), new HttpEngine.Door(request -> forwarding, answer -> answer));
        Files.writeString(folder.resolve("file"), "0123456789".repeat(30_000));
        client = client(store);
    }

    private static HttpClient client(KeyStore store) throws Exception {
        var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        authorities.setCertificateEntry("site", store.getCertificate("site"));
        trusted.init(authorities);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trusted.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(context)
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        ENGINE.close();
    }

    private static Response handle(Request request) {
        try {
            return switch (request.path()) {
                case "/echo" -> Response.of(200).body(request.body().stream().readAllBytes());
                case "/ignore" -> Response.text(200, "text/plain", "ignored");
                case "/stream" ->
                    Response.of(200)
                            .body(new ResponseBody.Stream(
                                    new ByteArrayInputStream(new byte[900_000]), OptionalLong.empty()));
                case "/file" -> Response.of(200).body(new ResponseBody.FilePart(folder.resolve("file"), 2, 250_000));
                case "/hold" -> {
                    held.await();
                    yield Response.text(200, "text/plain", "held");
                }
                case "/nothing" -> Response.of(204);
                case "/fields" -> {
                    var names = new StringBuilder();
                    request.headers().each((name, value) -> names.append(name).append(' '));
                    yield Response.text(200, "text/plain", names.toString());
                }
                default ->
                    Response.text(200, "text/plain", request.method() + " " + request.path() + "?" + request.query());
            };
        } catch (RequestBody.TooLarge e) {
            return Problem.tooLarge(e.limit()).response();
        } catch (IOException e) {
            return Problem.malformed("The body broke off.").response();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Response.of(500);
        }
    }

    private static HttpRequest.Builder to(HttpEngine.Listening where, String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + where.port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        return response;
    }

    // RFC 9113 §3.4: both sides begin with their settings, and streams after that.
    @Test
    void requests_are_answered_here_and_behind() throws Exception {
        for (HttpEngine.Listening where : List.of(place, front)) {
            HttpResponse<String> response = send(to(where, "/a%20b?c=d").build());
            assertThat(response.statusCode() + " " + response.body()).isEqualTo("200 GET /a b?c=d");
            assertThat(response.headers().firstValue("x-request-id")).contains("id");
            assertThat(response.headers().map()).doesNotContainKeys("connection", "transfer-encoding");
            assertThat(send(to(where, "/nothing").build()).statusCode()).isEqualTo(204);
            HttpResponse<String> head = send(
                    to(where, "/ignore").method("HEAD", BodyPublishers.noBody()).build());
            assertThat(head.headers().firstValue("content-length")).contains("7");
            assertThat(head.body()).isEmpty();
        }
    }

    @Test
    void bodies_go_both_ways_at_any_length() throws Exception {
        for (HttpEngine.Listening where : List.of(place, front)) {
            for (int size : new int[] {1, 60_000, 70_000, 900_000}) {
                byte[] bytes = "x".repeat(size).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                assertThat(send(to(where, "/echo")
                                        .POST(BodyPublishers.ofByteArray(bytes))
                                        .build())
                                .body())
                        .hasSize(size);
                var unknown = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
                assertThat(send(to(where, "/echo").POST(unknown).build()).body())
                        .hasSize(size);
            }
            assertThat(send(to(where, "/stream").build()).body()).hasSize(900_000);
            assertThat(send(to(where, "/file").build()).body()).hasSize(250_000).startsWith("23456");
        }
    }

    @Test
    void many_at_a_time_go_over_one_connection_and_do_not_wait_for_one_another() throws Exception {
        held = new CountDownLatch(1);
        CompletableFuture<HttpResponse<String>> slow =
                client.sendAsync(to(place, "/hold").build(), BodyHandlers.ofString());
        var many = IntStream.range(0, 40)
                .mapToObj(i -> client.sendAsync(to(front, "/x?" + i).build(), BodyHandlers.ofString()))
                .toList();
        for (int i = 0; i < many.size(); i++) {
            assertThat(many.get(i).get().body()).isEqualTo("GET /x?" + i);
        }
        assertThat(send(to(place, "/y").build()).body()).isEqualTo("GET /y?");
        assertThat(slow).isNotDone();
        held.countDown();
        assertThat(slow.get().body()).isEqualTo("held");
    }

    @Test
    void T43_a_body_over_the_limit_is_refused_and_one_that_nobody_wants_ends_its_stream_alone() throws Exception {
        var tooMuch = BodyPublishers.ofByteArray(new byte[2_000_000]);
        HttpRequest refused = to(place, "/echo").POST(tooMuch).build();
        try {
            assertThat(send(refused).statusCode()).isEqualTo(413);
        } catch (IOException reset) {
            // The client may see the end of the stream before it has read the answer.
            assertThat(reset).hasMessageContaining("RST_STREAM");
        }
        assertThat(send(to(place, "/ignore")
                                .POST(BodyPublishers.ofByteArray(new byte[500]))
                                .build())
                        .body())
                .isEqualTo("ignored");
        assertThat(send(to(place, "/z").build()).body()).isEqualTo("GET /z?");
    }

    // RFC 9113 §6.5.2: how long a head may be is among the settings.
    @Test
    void T43_long_heads_are_refused() {
        HttpRequest long1 = to(place, "/").header("x", "a".repeat(9_000)).build();
        assertThatThrownBy(() -> {
                    if (send(long1).statusCode() == 431) {
                        throw new IOException("refused");
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void T37_what_the_codec_adds_of_its_own_reaches_nobody() throws Exception {
        for (HttpEngine.Listening where : List.of(place, front)) {
            assertThat(send(to(where, "/fields").header("x-http2-scheme", "ftp").build())
                            .body())
                    .contains("host")
                    .doesNotContain("x-http2");
        }
    }

    // RFC 9113 §6.8: what was begun before the farewell is answered.
    @Test
    void a_place_that_closes_answers_what_is_under_way() throws Exception {
        held = new CountDownLatch(1);
        var closing = ENGINE.listen(
                new HttpEngine.Listen("127.0.0.1", 0), LIMITS, Optional.of(tls), HttpEngine.Door.of(Http2Test::handle));
        assertThat(send(to(closing, "/before").build()).statusCode()).isEqualTo(200);
        CompletableFuture<HttpResponse<String>> running =
                client.sendAsync(to(closing, "/hold").build(), BodyHandlers.ofString());
        Thread.sleep(200);
        var stop = CompletableFuture.runAsync(() -> closing.drain(Duration.ofSeconds(10)));
        Thread.sleep(700);
        assertThat(stop).isNotDone();
        held.countDown();
        assertThat(running.get().body()).isEqualTo("held");
        stop.get();
    }
}
