package dev.sallyport.kit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.kit.fetch.TestSite;
import dev.sallyport.kit.http.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Validations of a host by a handshake (RFC 8737), beside which everybody else is served as before. */
@Timeout(30)
class EngineValidationTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String VALIDATION = "acme-tls/1";
    private static final String HOST = "id.example.org";

    @TempDir
    private static Path folder;

    private static HttpEngine engine;
    private static HttpEngine.Listening place;
    private static CertifiedKey usual;
    private static CertifiedKey proof;
    private static Tls tls;

    @BeforeAll
    static void listen() throws Exception {
        usual = key(TestSite.certificate(folder, HOST));
        proof = key(TestSite.certificate(folder, "proof.example.org"));
        tls = new Tls(List.of(usual), Tls.Clients.NOT_ASKED);
        engine = new HttpEngine(() -> "id");
        place = engine.listen(
                new HttpEngine.Listen("127.0.0.1", 0),
                HttpEngine.Limits.USUAL,
                Optional.of(tls),
                HttpEngine.Door.of(request -> Response.text(200, "text/plain", "served")));
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @BeforeEach
    void none() {
        tls.endValidation(HOST);
    }

    private static CertifiedKey key(KeyStore store) throws Exception {
        return new CertifiedKey(
                List.of((X509Certificate) store.getCertificate("site")), (PrivateKey) store.getKey("site", PASSWORD));
    }

    private static SSLSocket connected(String host, String version, String... protocols) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
        var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", place.port());
        socket.setSoTimeout(10_000);
        var parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        parameters.setApplicationProtocols(protocols);
        parameters.setProtocols(new String[] {version});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static X509Certificate shown(SSLSocket socket) throws Exception {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void RFC_8737_a_host_under_validation_shows_its_proof_and_ends_the_connection(String version) throws Exception {
        tls.showForValidation(HOST, proof);
        try (SSLSocket socket = connected(HOST, version, VALIDATION)) {
            assertThat(socket.getApplicationProtocol()).as("RFC 8737 §3").isEqualTo(VALIDATION);
            assertThat(shown(socket)).isEqualTo(proof.leaf());
            assertThat(socket.getInputStream().read()).as("RFC 8737 §4").isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void everybody_else_is_served_with_the_usual_certificate_meanwhile(String version) throws Exception {
        tls.showForValidation(HOST, proof);
        try (SSLSocket socket = connected(HOST, version, "http/1.1", VALIDATION)) {
            assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
            assertThat(shown(socket)).isEqualTo(usual.leaf());
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: id.example.org\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .endsWith("served");
        }
    }

    @Test
    void RFC_8737_another_host_is_not_validated() {
        tls.showForValidation(HOST, proof);
        assertThatThrownBy(() -> connected("other.example.org", "TLSv1.3", VALIDATION))
                .as("RFC 8737 §3")
                .isInstanceOf(SSLException.class);
    }

    @Test
    void RFC_7301_the_protocol_is_not_spoken_while_nothing_is_under_validation() {
        assertThatThrownBy(() -> connected(HOST, "TLSv1.3", VALIDATION))
                .as("RFC 7301 §3.2")
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("no_application_protocol");
    }

    /** Trusts everybody, for what is looked at here is what was shown. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
