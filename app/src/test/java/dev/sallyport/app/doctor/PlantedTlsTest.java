package dev.sallyport.app.doctor;

import static dev.sallyport.app.doctor.PlantedFaultsTest.found;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults of the connection itself, planted in a server that speaks TLS. */
@Tag("slow")
class PlantedTlsTest {
    private static final char[] PASSWORD = "only in this test".toCharArray();

    @TempDir
    static Path folder;

    private static KeyStore good;

    @BeforeAll
    static void certify() throws Exception {
        good = made("good", "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "90");
    }

    private static KeyStore made(String name, String... how) throws Exception {
        Path file = folder.resolve(name + ".p12");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "door",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD)));
        command.addAll(List.of(how));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(keytool.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(keytool.exitValue()).as(said).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static FaultyHouse secured(String version, String... plants) throws Exception {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(good, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        var door = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        door.setEnabledProtocols(new String[] {version});
        return FaultyHouse.behind(door, plants);
    }

    @Test
    void a_server_that_speaks_tls_as_it_should_has_no_finding_but_its_own_certificate() throws Exception {
        try (var house = secured("TLSv1.3")) {
            assertThat(found(house.url())).containsExactly("certificate-not-believed");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "hsts-missing,   transport,   TLSv1.3",
        "hsts-short,     transport,   TLSv1.3",
        "mixed-content,  content,     TLSv1.3",
        "form-over-http, content,     TLSv1.3",
        "tls-13-missing, certificate, TLSv1.2"
    })
    void a_planted_fault_is_found(String fault, String check, String version) throws Exception {
        try (var house = secured(version, fault)) {
            var seen = new TreeSet<>(found(house.url(), check));
            seen.remove("certificate-not-believed");
            assertThat(seen).containsExactly(fault);
        }
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_not_put_up_with_unasked() throws Exception {
        var strict = new Manner(
                java.util.Map.of(),
                java.time.Duration.ofSeconds(2),
                false,
                false,
                List.of(),
                java.util.Optional.empty());
        try (var house = secured("TLSv1.3");
                Site site = new Site(house.url(), strict, PlantedFaultsTest.CLOCK)) {
            org.assertj.core.api.Assertions.assertThatThrownBy(site::home)
                    .isInstanceOf(javax.net.ssl.SSLException.class);
        }
    }

    @Test
    void certificates_are_judged_by_their_time_and_their_strength() throws Exception {
        X509Certificate weak = (X509Certificate)
                made("weak", "-keyalg", "RSA", "-keysize", "1024", "-sigalg", "SHA1withRSA", "-validity", "90")
                        .getCertificate("door");
        X509Certificate sound = (X509Certificate) good.getCertificate("door");
        Instant end = sound.getNotAfter().toInstant();
        assertThat(judged(sound, end.minusSeconds(30 * 86_400L))).isEmpty();
        assertThat(judged(sound, end.minusSeconds(86_400))).contains("certificate-ends-soon");
        assertThat(judged(sound, end.plusSeconds(60))).contains("certificate-expired");
        assertThat(judged(weak, weak.getNotBefore().toInstant())).contains("certificate-weak");
    }

    private static Set<String> judged(X509Certificate certificate, Instant now) {
        List<Finding> findings = new ArrayList<>();
        CertificateCheck.certificate(certificate, now, "TLS", findings);
        return findings.stream().map(finding -> finding.fault().id()).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @CsvSource({"TLS_1_0, 1", "TLS_1_1, 2"})
    void an_old_version_is_found_where_it_is_agreed_to(OldHello version, int minor) throws Exception {
        try (var door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> agree(door, minor));
            try (Site site = PlantedFaultsTest.site(URI.create("https://127.0.0.1:" + door.getLocalPort()))) {
                assertThat(version.isWelcome(site)).isTrue();
            }
        }
        try (var house = secured("TLSv1.2");
                Site site = PlantedFaultsTest.site(house.url())) {
            assertThat(version.isWelcome(site)).isFalse();
        }
    }

    /** The first bytes of a ServerHello, for whoever asks for this version. */
    private static void agree(ServerSocket door, int minor) {
        try (Socket visitor = door.accept()) {
            byte[] hello = visitor.getInputStream().readNBytes(11);
            if (hello[0] == 22 && hello[5] == 1 && hello[9] == 3 && hello[10] == minor) {
                visitor.getOutputStream().write(new byte[] {22, 3, (byte) minor, 0, 42, 2, 0, 0, 38, 3, (byte) minor});
                visitor.getOutputStream().flush();
            }
        } catch (IOException closed) {
            throw new java.io.UncheckedIOException(closed);
        }
    }

    @Test
    void http_that_leads_nowhere_is_found() throws Exception {
        try (var house = FaultyHouse.with();
                Site site = PlantedFaultsTest.site(house.url())) {
            List<Finding> findings = new ArrayList<>();
            TransportCheck.redirect(site, house.url(), findings);
            assertThat(findings).extracting(finding -> finding.fault().id()).containsExactly("http-not-redirected");
        }
    }
}
