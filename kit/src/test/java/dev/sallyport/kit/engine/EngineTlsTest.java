package dev.sallyport.kit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.kit.fetch.TestSite;
import dev.sallyport.kit.forward.Sockets;
import dev.sallyport.kit.http.ClientCertificate;
import dev.sallyport.kit.http.Request;
import dev.sallyport.kit.http.Response;
import dev.sallyport.kit.http.ResponseBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections that are encrypted: which key a client gets, what it may speak, and what it shows of its own. */
@Timeout(30)
@SuppressWarnings("StringConcatToTextBlock") // lines of HTTP end with CR LF, which a text block hides
class EngineTlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final HttpEngine.Limits LIMITS =
            new HttpEngine.Limits(8 * 1024, 1 << 20, Duration.ofSeconds(1), 4, 50);

    @TempDir
    private static Path folder;

    private static HttpEngine engine;
    private static HttpEngine.Listening place;
    private static KeyStore first;
    private static KeyStore wild;
    private static KeyStore person;

    @BeforeAll
    static void listen() throws Exception {
        first = TestSite.certificate(folder, "id.example.org");
        wild = TestSite.certificate(folder, "*.example.org");
        person = TestSite.certificate(folder, "client.example.org");
        engine = new HttpEngine(() -> "id");
        place = listen(new Tls(List.of(key(first), key(wild)), Tls.Clients.ASKED));
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static HttpEngine.Listening listen(Tls tls) throws HttpEngine.PortTaken {
        var anywhere = new HttpEngine.Listen("127.0.0.1", 0);
        return engine.listen(anywhere, LIMITS, Optional.of(tls), HttpEngine.Door.of(EngineTlsTest::handle));
    }

    private static CertifiedKey key(KeyStore store) throws Exception {
        return new CertifiedKey(
                List.of((X509Certificate) store.getCertificate("site")), (PrivateKey) store.getKey("site", PASSWORD));
    }

    @Test
    void a_websocket_goes_through_encrypted_as_it_does_plain() throws Exception {
        try (var echo = ScriptedOrigin.echoing();
                var front = engine.listen(
                        new HttpEngine.Listen("127.0.0.1", 0),
                        LIMITS,
                        Optional.of(new Tls(List.of(key(first)), Tls.Clients.NOT_ASKED)),
                        HttpEngine.Door.of(request -> Response.forward(
                                ResponseBody.Forward.to(echo.url(), request).opening(new Unbounded()))));
                SSLSocket socket = connect(front, "id.example.org", Optional.empty())) {
            String handshake = "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + ScriptedOrigin.KEY + "\r\n\r\n";
            socket.getOutputStream().write(handshake.getBytes(StandardCharsets.US_ASCII));
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\nhello") < 0) {
                head.append((char) socket.getInputStream().read());
            }
            assertThat(head.toString()).startsWith("HTTP/1.1 101");
            byte[] much = new byte[500_000];
            socket.getOutputStream().write(much);
            assertThat(socket.getInputStream().readNBytes(much.length)).isEqualTo(much);
        }
    }

    private record Unbounded() implements Sockets {
        @Override
        public Optional<String> revoked() {
            return Optional.empty();
        }

        @Override
        public Duration idle() {
            return Duration.ofMinutes(1);
        }

        @Override
        public boolean enter() {
            return true;
        }

        @Override
        public void left() {
            // Nobody counts.
        }
    }

    private static Response handle(Request request) {
        String shown = request.certificate().map(ClientCertificate::thumbprint).orElse("none");
        return Response.text(200, "text/plain", request.secure() + " " + shown);
    }

    private static SSLSocket connect(HttpEngine.Listening to, String host, Optional<KeyStore> shown) throws Exception {
        KeyManager[] keys = null;
        if (shown.isPresent()) {
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(shown.get(), PASSWORD);
            keys = factory.getKeyManagers();
        }
        var context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[] {new Anybody()}, new SecureRandom());
        var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", to.port());
        socket.setSoTimeout(10_000);
        var parameters = socket.getSSLParameters();
        if (!host.isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        parameters.setApplicationProtocols(new String[] {"spdy/3", "http/1.1"});
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static String ask(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        var got = new ByteArrayOutputStream();
        byte[] some = new byte[4_096];
        for (int n = socket.getInputStream().read(some);
                n > 0;
                n = socket.getInputStream().read(some)) {
            got.write(some, 0, n);
        }
        return got.toString(StandardCharsets.ISO_8859_1);
    }

    private static String get(SSLSocket socket) throws IOException {
        return ask(socket, "GET / HTTP/1.1\r\nHost: id.example.org\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 6066 §3 its own name before the wildcard | id.example.org      | CN=id.example.org
            RFC 6066 §3 in capitals                      | ID.Example.ORG      | CN=id.example.org
            RFC 6066 §3 a wildcard                       | shop.example.org    | CN=*.example.org
            RFC 6066 §3 of one label                     | a.shop.example.org  | CN=id.example.org
            RFC 6066 §3 the bare domain                  | example.org         | CN=id.example.org
            RFC 6066 §3 no name of ours                  | other.example       | CN=id.example.org
            RFC 6066 §3 no name                          | ''                  | CN=id.example.org
            """)
    void a_client_gets_the_certificate_of_the_host_that_it_names(String what, String host, String subject)
            throws Exception {
        try (SSLSocket socket = connect(place, host, Optional.empty())) {
            var shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            assertThat(shown.getSubjectX500Principal().getName()).as(what).isEqualTo(subject);
            assertThat(get(socket)).startsWith("HTTP/1.1 200").endsWith("true none");
        }
    }

    @Test
    void a_client_that_speaks_several_protocols_gets_one_that_is_spoken_here() throws Exception {
        try (SSLSocket both = connect(place, "id.example.org", Optional.empty())) {
            var parameters = both.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"http/1.1", "h2"});
            both.setSSLParameters(parameters);
            both.startHandshake();
            assertThat(both.getApplicationProtocol()).as("RFC 7301 §3.2").isEqualTo("h2");
        }
        try (SSLSocket socket = connect(place, "id.example.org", Optional.empty())) {
            socket.startHandshake();
            assertThat(socket.getApplicationProtocol()).as("RFC 7301 §3.2").isEqualTo("http/1.1");
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void TLS_1_1_is_refused_before_anything_is_said() throws Exception {
        // A ClientHello of version 3.2 as no client of this platform would send it any more.
        var hello = new ByteArrayOutputStream();
        hello.writeBytes(new byte[] {0x16, 3, 1, 0, 49, 1, 0, 0, 45, 3, 2});
        hello.writeBytes(new byte[32]);
        hello.writeBytes(new byte[] {0, 0, 6, 0, 0x2f, (byte) 0xc0, 0x13, (byte) 0xc0, 0x09, 1, 0});
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), place.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(hello.toByteArray());
            byte[] alert = socket.getInputStream().readAllBytes();
            assertThat(alert)
                    .as("RFC 9325 §4.2: an alert, fatal, protocol_version")
                    .hasSize(7);
            assertThat(alert[0]).isEqualTo((byte) 0x15);
            assertThat(alert[5]).isEqualTo((byte) 2);
            assertThat(alert[6]).isEqualTo((byte) 70);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 9325 §4.2 CBC                       | TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256 | false
            RFC 9325 §4.2 GCM                       | TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 | true
            RFC 9325 §4.2 ChaCha20                  | TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 | true
            """)
    void TLS_1_2_has_modern_suites_alone(String what, String suite, boolean taken) throws Exception {
        try (SSLSocket socket = connect(place, "id.example.org", Optional.empty())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {suite});
            if (taken) {
                assertThat(get(socket)).as(what).startsWith("HTTP/1.1 200");
            } else {
                assertThatThrownBy(socket::startHandshake).as(what).isInstanceOf(SSLException.class);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3", "TLSv1.2"})
    void what_a_client_shows_of_its_own_goes_with_its_requests(String version) throws Exception {
        try (SSLSocket socket = connect(place, "id.example.org", Optional.of(person))) {
            socket.setEnabledProtocols(new String[] {version});
            var own = new ClientCertificate(List.of((X509Certificate) person.getCertificate("site")));
            assertThat(get(socket)).endsWith("true " + own.thumbprint());
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3", "TLSv1.2"})
    void a_session_that_is_taken_up_again_keeps_what_was_shown(String version) throws Exception {
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(person, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), new TrustManager[] {new Anybody()}, new SecureRandom());
        var own = new ClientCertificate(List.of((X509Certificate) person.getCertificate("site")));
        var begun = new ArrayList<Long>();
        for (int i = 0; i < 2; i++) {
            try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", place.port())) {
                socket.setSoTimeout(10_000);
                socket.setEnabledProtocols(new String[] {version});
                assertThat(get(socket)).endsWith("true " + own.thumbprint());
                begun.add(socket.getSession().getCreationTime());
            }
        }
        assertThat(begun.get(1)).as("the same session").isEqualTo(begun.get(0));
    }

    @Test
    void a_place_that_does_not_ask_learns_nothing() throws Exception {
        try (var quiet = listen(new Tls(List.of(key(first)), Tls.Clients.NOT_ASKED));
                SSLSocket socket = connect(quiet, "id.example.org", Optional.of(person))) {
            assertThat(get(socket)).endsWith("true none");
        }
    }

    @Test
    void keys_are_exchanged_while_connections_last() throws Exception {
        var tls = new Tls(List.of(key(first)), Tls.Clients.NOT_ASKED);
        try (var changing = listen(tls);
                SSLSocket before = connect(changing, "", Optional.empty())) {
            before.startHandshake();
            tls.exchange(List.of(key(wild)));
            try (SSLSocket after = connect(changing, "", Optional.empty())) {
                var shown = (X509Certificate) after.getSession().getPeerCertificates()[0];
                assertThat(shown.getSubjectX500Principal().getName()).isEqualTo("CN=*.example.org");
            }
            assertThat(get(before)).as("the old connection").startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void T40_the_strict_decoder_stands_behind_the_handshake_too() throws Exception {
        try (SSLSocket socket = connect(place, "id.example.org", Optional.empty())) {
            assertThat(ask(socket, "GET / HTTP/1.1\nHost: id.example.org\n\n")).startsWith("HTTP/1.1 400");
        }
        try (SSLSocket socket = connect(place, "id.example.org", Optional.empty())) {
            String both =
                    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
            assertThat(ask(socket, both)).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void T43_a_handshake_that_does_not_begin_is_closed() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), place.port())) {
            socket.setSoTimeout(10_000);
            assertThat(socket.getInputStream().read())
                    .as("within the handshake's time")
                    .isEqualTo(-1);
        }
    }

    @Test
    void T43_handshakes_under_way_have_a_bound_and_the_house_is_open_again_when_they_are_gone() throws Exception {
        try (var narrow = listen(new Tls(List.of(key(first)), Tls.Clients.NOT_ASKED))) {
            var silent = new ArrayList<Socket>();
            for (int i = 0; i < LIMITS.connections(); i++) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), narrow.port()));
            }
            Thread.sleep(200);
            try (SSLSocket tooMany = connect(narrow, "", Optional.empty())) {
                assertThatThrownBy(tooMany::startHandshake).isInstanceOf(IOException.class);
            }
            for (Socket socket : silent) {
                socket.close();
            }
            Thread.sleep(200);
            try (SSLSocket fits = connect(narrow, "", Optional.empty())) {
                assertThat(get(fits)).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void what_is_not_TLS_gets_nothing() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), place.port())) {
            socket.setSoTimeout(10_000);
            assertThat(ask(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")).doesNotContain("HTTP/1.1");
        }
    }

    /** Whoever the server is: which certificate it shows is what is looked at. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
