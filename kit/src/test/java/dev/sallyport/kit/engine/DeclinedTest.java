package dev.sallyport.kit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.fetch.TestSite;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of requests that a server of HTTP/2 gives back. */
class DeclinedTest {
    private static final HttpEngine.Limits LIMITS =
            new HttpEngine.Limits(8 * 1024, 1 << 20, Duration.ofSeconds(3), 100, 50);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static KeyStore store;
    private static HttpEngine engine;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void trust() throws Exception {
        store = TestSite.certificate(folder, "localhost");
        var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        authorities.setCertificateEntry("site", store.getCertificate("site"));
        trusted.init(authorities);
        engine = new HttpEngine(() -> "id", Optional.of(trusted));
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        RFC 9113 §8.7 its stream only        | REFUSED   | GET  | 0      | 1 | 204 | 2
        RFC 9113 §8.7 by any method          | REFUSED   | POST | 100    | 1 | 204 | 2
        RFC 9113 §6.8 its connection ends    | FAREWELL  | GET  | 0      | 1 | 204 | 2
        RFC 9113 §6.8 by any method          | FAREWELL  | POST | 100    | 1 | 204 | 2
        its body has gone by                 | REFUSED   | POST | 300000 | 1 | 502 | 1
        something may have come of it        | CANCELLED | POST | 100    | 1 | 502 | 1
        not for ever                         | REFUSED   | POST | 100    | 9 | 502 | 3
        """)
    void what_a_server_says_it_has_not_read_is_sent_again(
            String why, DecliningOrigin.Way way, String method, int length, int times, int status, int asked)
            throws Exception {
        var key = (PrivateKey) store.getKey("site", "changeit".toCharArray());
        try (var origin = new DecliningOrigin(way, times, key, (X509Certificate) store.getCertificate("site"));
                var front = engine.listen(
                        new HttpEngine.Listen("127.0.0.1", 0),
                        LIMITS,
                        request -> Response.forward(ResponseBody.Forward.to(origin.url(), request)))) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front.port() + "/a"))
                    .method(
                            method,
                            length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(new byte[length]))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            assertThat(CLIENT.send(request, BodyHandlers.discarding()).statusCode())
                    .as(why)
                    .isEqualTo(status);
            assertThat(origin.asked()).isEqualTo(asked);
        }
    }
}
