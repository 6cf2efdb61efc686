package dev.sallyport.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.gateway.tls.CertificateSource.Loaded;
import dev.sallyport.gateway.tls.TlsConfiguration.CertificateFiles;
import dev.sallyport.kit.config.ConfigurationFile;
import dev.sallyport.kit.engine.CertifiedKey;
import dev.sallyport.kit.engine.Tls;
import dev.sallyport.kit.http.Request;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where certificates come from, what is said of a wrong one, and that a new one is taken while the house is open. */
class CertificatesTest {
    private static final Instant NOW = Issued.NOW;

    @TempDir
    Path folder;

    private Instant now = NOW;

    private FileCertificates source(CertificateFiles... files) {
        return new FileCertificates(List.of(files), () -> now);
    }

    private static List<String> mistakes(Loaded loaded) {
        return loaded instanceof Loaded.Bad(var mistakes)
                ? mistakes.stream().map(ConfigurationFile::told).toList()
                : List.of();
    }

    private static List<CertifiedKey> keys(Loaded loaded) {
        assertThat(mistakes(loaded)).isEmpty();
        return ((Loaded.Good) loaded).keys();
    }

    @Test
    void files_in_order_are_read_with_their_hosts() throws IOException {
        var one = Issued.of("id.example.org", "127.0.0.1").into(folder, "one");
        var two = Issued.of("*.example.org").into(folder, "two");
        Loaded loaded = source(one, two).load();
        assertThat(keys(loaded))
                .extracting(CertifiedKey::hosts)
                .containsExactly(List.of("id.example.org", "127.0.0.1"), List.of("*.example.org"));
        assertThat(((Loaded.Good) loaded).warnings()).isEmpty();
    }

    @Test
    void L18_every_mistake_is_told_with_its_file_and_what_would_be_right() throws IOException {
        Path none = folder.resolve("none.pem");
        Path noise = Files.writeString(folder.resolve("noise.pem"), "no certificate");
        var sealed = Files.writeString(
                folder.resolve("sealed.key"), Pem.text("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3}));
        var one = Issued.of("a.example.org").into(folder, "one");
        var two = Issued.of("b.example.org").into(folder, "two");
        var old = Issued.of(NOW.minus(Duration.ofDays(9)), NOW.minusSeconds(1), "old.example.org");
        var future = Issued.of(NOW.plusSeconds(60), NOW.plus(Duration.ofDays(9)), "new.example.org");
        List<String> told = mistakes(source(
                        new CertificateFiles(none, noise),
                        new CertificateFiles(one.chainFile(), two.keyFile()),
                        new CertificateFiles(two.chainFile(), sealed),
                        old.into(folder, "old"),
                        future.into(folder, "future"))
                .load());
        assertThat(told)
                .anySatisfy(m ->
                        assertThat(m).contains("gateway.tls.certificates.0.chain_file = " + none, "does not exist"))
                .anySatisfy(m -> assertThat(m).contains("certificates.0.key_file", "one private key as PEM"))
                .anySatisfy(m -> assertThat(m).contains("certificates.1.key_file", "is not the key of"))
                .anySatisfy(m -> assertThat(m).contains("certificates.2.key_file", "must not be encrypted"))
                .anySatisfy(m -> assertThat(m).contains("certificates.3.chain_file", "has expired"))
                .anySatisfy(m -> assertThat(m).contains("certificates.4.chain_file", "is not valid before"))
                .hasSize(6);
    }

    @Test
    void RFC_8446_a_chain_begins_with_the_hosts_own_certificate() throws IOException {
        var one = Issued.of("a.example.org");
        var other = Issued.of("b.example.org");
        var files = one.into(folder, "one");
        Files.writeString(files.chainFile(), one.chain() + other.chain());
        assertThat(mistakes(source(files).load()))
                .as("RFC 8446 §4.4.2")
                .singleElement()
                .asString()
                .contains("each signed by the next");
    }

    @Test
    void a_key_that_others_can_read_and_an_end_that_is_near_are_warned_of() throws IOException {
        var files = Issued.of(NOW.minusSeconds(60), NOW.plus(Duration.ofDays(5)), "a.example.org")
                .into(folder, "a");
        Files.setPosixFilePermissions(files.keyFile(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(((Loaded.Good) source(files).load()).warnings())
                .anySatisfy(w -> assertThat(w).contains("can be read by other users", "chmod 600"))
                .anySatisfy(w -> assertThat(w).contains("[a.example.org] expires on 2026-12-01"));
    }

    @ParameterizedTest
    @CsvSource({"PRIVATE KEY", "EC PRIVATE KEY"})
    void RFC_7468_keys_are_read_as_tools_write_them(String label) throws IOException {
        var issued = Issued.of("a.example.org");
        byte[] pkcs8 = issued.pair().getPrivate().getEncoded();
        byte[] der = label.startsWith("EC") ? sec1(pkcs8) : pkcs8;
        Pem pem = Pem.of(
                ("Bag Attributes: x\n" + Pem.text(label, der)).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(pem.key())
                .as("RFC 7468 §2, RFC 7468 §10")
                .get()
                .isInstanceOfSatisfying(
                        ECPrivateKey.class,
                        key -> assertThat(CheckedKey.belong(issued.certificate(), key))
                                .isTrue());
    }

    /** The form that openssl writes by itself: the curve's name stands in the key. */
    private static byte[] sec1(byte[] pkcs8) throws IOException {
        var info = PrivateKeyInfo.getInstance(pkcs8);
        var key = org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(info.parsePrivateKey());
        return new org.bouncycastle.asn1.sec.ECPrivateKey(
                        256, key.getKey(), info.getPrivateKeyAlgorithm().getParameters())
                .getEncoded();
    }

    @Test
    void new_files_are_taken_and_bad_ones_leave_the_old_certificate() throws IOException {
        var first = Issued.of("a.example.org");
        var files = first.into(folder, "a");
        var source = source(files);
        var meters = new SimpleMeterRegistry();
        try (var kept =
                new KeptCertificates(source, (Loaded.Good) source.load(), Tls.Clients.NOT_ASKED, meters, () -> now)) {
            String before = kept.fingerprint();
            kept.look();
            assertThat(kept.fingerprint()).isEqualTo(before);
            Files.writeString(files.chainFile(), Issued.of("b.example.org").chain());
            kept.look();
            assertThat(kept.fingerprint()).as("not its key: the old one stays").isEqualTo(before);
            Issued.of(NOW.minusSeconds(60), NOW.plusSeconds(3_600), "c.example.org")
                    .into(folder, "a");
            kept.look();
            assertThat(kept.fingerprint()).isNotEqualTo(before).hasSize(95);
            assertThat(meters.get("sallyport.certificate.expiry")
                            .tag("host", "c.example.org")
                            .gauge()
                            .value())
                    .isEqualTo(3_600.0);
            assertThat(meters.find("sallyport.certificate.expiry").gauges()).hasSize(1);
        }
    }

    @Test
    void the_house_makes_a_certificate_for_itself_keeps_it_and_makes_another_before_its_end() throws IOException {
        Path file = folder.resolve("tls/self-signed.pem");
        var source = new SelfSigned(file, "id.example.org", () -> now, byte[]::new);
        CertifiedKey made = keys(source.load()).getFirst();
        assertThat(made.hosts()).as("RFC 5280 §4.1").contains("id.example.org", "localhost", "127.0.0.1");
        assertThat(CheckedKey.objection(made.chain(), now)).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(keys(source.load()).getFirst().leaf()).isEqualTo(made.leaf());
        var again = new SelfSigned(file, "id.example.org", () -> now, byte[]::new);
        assertThat(keys(again.load()).getFirst().leaf()).as("after a restart").isEqualTo(made.leaf());
        var moved = new SelfSigned(file, "other.example.org", () -> now, byte[]::new);
        assertThat(keys(moved.load()).getFirst().hosts()).contains("other.example.org");
        CertifiedKey last = keys(moved.load()).getFirst();
        now = NOW.plus(Duration.ofDays(370));
        assertThat(keys(moved.load()).getFirst().leaf()).isNotEqualTo(last.leaf());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RFC 9110 §15.4.9 a path     | GET  | /a/b         | https://id.example.org:8443/a/b
            its query                   | POST | /a?x=%20&y=1 | https://id.example.org:8443/a?x=%20&y=1
            what must be escaped        | GET  | /ä b         | https://id.example.org:8443/%C3%A4%20b
            """)
    void T04_who_comes_unencrypted_is_led_to_public_url_whatever_Host_says(
            String what, String method, String target, String location) {
        var redirect = new RedirectToTls(URI.create("https://id.example.org:8443"));
        var answer = redirect.handle(Request.of(method, target).header("host", "evil.example"));
        assertThat(answer.status()).isEqualTo(308);
        assertThat(answer.headers().first("location")).as(what).contains(location);
    }
}
