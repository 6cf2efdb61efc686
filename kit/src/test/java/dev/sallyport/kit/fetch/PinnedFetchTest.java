package dev.sallyport.kit.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.kit.engine.HttpEngine;
import dev.sallyport.kit.http.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T05 over real connections: the server's name in SNI, certificate and Host, its address pinned, its answer bounded. */
class PinnedFetchTest {
    /** No resolver knows this name (RFC 6761 §6.2), so that only a pinned address reaches it. */
    private static final String NAME = "keys.example.test";

    private static final FetchLimits LIMITS = new FetchLimits(10_000, Duration.ofSeconds(30), 4, 100, true);
    private static final FetchLimits HASTY = new FetchLimits(10_000, Duration.ofMillis(1_500), 4, 100, true);
    private static final Resolver HERE = host -> List.of(InetAddress.getLoopbackAddress());

    @TempDir
    private static Path folder;

    private static HttpEngine engine;
    private static KeyStore keys;
    private static GuardedFetch fetch;
    private static GuardedFetch hasty;

    @BeforeAll
    static void start() throws Exception {
        engine = new HttpEngine(() -> "id");
        keys = TestSite.certificate(folder, NAME);
        fetch = fetch(engine.transport(TestSite.trusting(keys)), LIMITS);
        hasty = fetch(engine.transport(TestSite.trusting(keys)), HASTY);
    }

    private static GuardedFetch fetch(Transport transport, FetchLimits limits) {
        return new GuardedFetch(transport, HERE, limits, InstantSource.fixed(Instant.EPOCH));
    }

    @AfterAll
    static void stop() {
        fetch.close();
        hasty.close();
        engine.close();
    }

    private static Fetched from(TestSite site) {
        return by(fetch, site);
    }

    private static Fetched by(GuardedFetch fetch, TestSite site) {
        return fetch.get("http://" + NAME + ":" + site.port() + "/jwks?a=b");
    }

    @Test
    void the_name_goes_into_sni_certificate_and_host_and_the_address_is_the_pinned_one() throws Exception {
        try (TestSite site =
                TestSite.tls(keys, TestSite.ok("content-type: Application/JSON; charset=utf-8\r\n", "{}"))) {
            Fetched fetched = fetch.get("https://" + NAME + ":" + site.port() + "/jwks?a=b");
            assertThat(fetched).isInstanceOfSatisfying(Fetched.Got.class, got -> {
                assertThat(got.body()).asString().isEqualTo("{}");
                assertThat(got.mediaType()).isEqualTo("application/json");
            });
            assertThat(site.names()).containsExactly(NAME);
            assertThat(site.requests()).singleElement().asString().startsWith("GET /jwks?a=b HTTP/1.1\r\n");
            assertThat(site.requests().getFirst().toLowerCase(java.util.Locale.ROOT))
                    .contains("host: " + NAME + ":" + site.port() + "\r\n")
                    .doesNotContain("accept-encoding", "cookie", "user-agent");
        }
    }

    @Test
    void T05_a_certificate_of_another_name_or_of_nobody_known_is_refused() throws Exception {
        KeyStore other = TestSite.certificate(folder, "other.example.test");
        try (TestSite site = TestSite.tls(keys, TestSite.ok("", "{}"));
                TestSite wrong = TestSite.tls(other, TestSite.ok("", "{}"));
                GuardedFetch trusting = fetch(engine.transport(TestSite.trusting(other)), LIMITS);
                GuardedFetch platform = fetch(engine.transport(), LIMITS)) {
            assertThat(trusting.get("https://" + NAME + ":" + wrong.port() + "/"))
                    .as("a trusted certificate, but of another name")
                    .isInstanceOf(Fetched.Refused.class);
            assertThat(platform.get("https://" + NAME + ":" + site.port() + "/"))
                    .as("the right name, but nobody vouches for it")
                    .isInstanceOf(Fetched.Refused.class);
            assertThat(trusting.get("https://other.example.test:" + wrong.port() + "/"))
                    .isInstanceOf(Fetched.Got.class);
        }
    }

    @Test
    void T05_a_redirect_is_not_followed() throws Exception {
        try (TestSite inside = TestSite.plain(TestSite.ok("", "secret"));
                TestSite site = TestSite.plain(TestSite.answer("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:"
                        + inside.port() + "/\r\ncontent-length: 0\r\n\r\n"))) {
            assertThat(from(site)).isInstanceOf(Fetched.Refused.class);
            assertThat(inside.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-length: 10001\r\n\r\n", "transfer-encoding: chunked\r\n\r\n", "\r\n"})
    void T05_a_giant_body_is_read_no_further_than_the_cap(String framing) throws Exception {
        var sent = new AtomicLong();
        TestSite.Play endless = out -> {
            out.write(("HTTP/1.1 200 OK\r\n" + framing).getBytes(StandardCharsets.US_ASCII));
            String piece = framing.contains("chunked") ? "400\r\n" + "x".repeat(1024) + "\r\n" : "x".repeat(1024);
            while (sent.addAndGet(1024) < 1L << 30) {
                out.write(piece.getBytes(StandardCharsets.US_ASCII));
            }
        };
        try (TestSite site = TestSite.plain(endless)) {
            assertThat(from(site)).isEqualTo(new Fetched.Refused("the answer has more than 10000 bytes"));
            assertThat(sent).hasValueLessThan(64L << 20);
        }
    }

    @Test
    void a_body_of_exactly_the_cap_is_taken() throws Exception {
        try (TestSite site = TestSite.plain(TestSite.ok("", "x".repeat(10_000)))) {
            assertThat(from(site)).isInstanceOf(Fetched.Got.class);
        }
    }

    @Test
    void T05_a_gzip_bomb_is_not_unpacked() throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[1 << 22]);
        }
        byte[] bomb = packed.toByteArray();
        TestSite.Play play = out -> {
            out.write(("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: " + bomb.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(bomb);
        };
        try (TestSite site = TestSite.plain(play)) {
            assertThat(bomb.length).isLessThan(10_000);
            assertThat(from(site)).isInstanceOf(Fetched.Refused.class);
        }
    }

    @Test
    void T05_a_slow_drip_ends_with_the_time_and_its_connection_is_closed() throws Exception {
        var closed = new java.util.concurrent.CountDownLatch(1);
        TestSite.Play drip = out -> {
            try {
                out.write("HTTP/1.1 200 OK\r\ncontent-length: 9000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                for (int i = 0; i < 9_000; i++) {
                    out.write('x');
                    out.flush();
                    Thread.sleep(50);
                }
            } catch (IOException e) {
                closed.countDown();
                throw e;
            }
        };
        try (TestSite site = TestSite.plain(drip)) {
            long begun = System.nanoTime();
            assertThat(by(hasty, site)).isEqualTo(new Fetched.Refused("the server took too long"));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
            assertThat(closed.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void T05_a_server_that_says_nothing_is_not_waited_for() throws Exception {
        try (TestSite site = TestSite.plain(out -> Thread.sleep(20_000))) {
            assertThat(by(hasty, site)).isEqualTo(new Fetched.Refused("the server took too long"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nshort",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nx: a\u0001b\r\ncontent-length: 2\r\n\r\n{}",
                "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"
            })
    void T05_an_answer_that_is_none_is_refused(String text) throws Exception {
        try (TestSite site = TestSite.plain(TestSite.answer(text))) {
            assertThat(from(site)).isInstanceOf(Fetched.Refused.class);
        }
    }

    @Test
    void T05_an_endless_head_is_refused() throws Exception {
        try (TestSite site = TestSite.plain(TestSite.answer("HTTP/1.1 200 OK\r\n" + "x: y\r\n".repeat(20_000)))) {
            assertThat(from(site)).isInstanceOf(Fetched.Refused.class);
        }
    }

    @Test
    void nobody_listening_is_no_connection() throws Exception {
        int free;
        try (TestSite site = TestSite.plain(out -> {})) {
            free = site.port();
        }
        Fetched fetched = fetch.get("http://" + NAME + ":" + free + "/");
        assertThat(fetched)
                .as("%s", fetched)
                .isInstanceOfSatisfying(
                        Fetched.Refused.class,
                        refused -> assertThat(refused.reason()).startsWith("no connection"));
    }

    @Test
    void a_post_carries_its_body_and_its_type() throws Exception {
        try (TestSite site = TestSite.plain(TestSite.answer("HTTP/1.1 204 No Content\r\n\r\n"))) {
            Fetched answered = fetch.post(
                    "http://" + NAME + ":" + site.port() + "/hook",
                    "application/secevent+jwt",
                    Headers.of("accept", "application/json"),
                    "token".getBytes(StandardCharsets.UTF_8));
            assertThat(answered).isInstanceOf(Fetched.Got.class);
            assertThat(site.requests().getFirst())
                    .startsWith("POST /hook HTTP/1.1\r\n")
                    .contains("content-type: application/secevent+jwt\r\n", "content-length: 5\r\n");
        }
    }
}
