package dev.sallyport.worker.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.worker.mail.Postman.Delivery;
import dev.sallyport.worker.mail.SmtpServer.Encryption;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signed letters, as they came over the wire, read by another implementation than the one that signs. */
class DkimTest {
    private static final Instant NOW = Instant.parse("2026-01-26T12:00:00Z");
    private static KeyPair pair;

    @BeforeAll
    static void key() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        pair = generator.generateKeyPair();
    }

    private static String sent() throws Exception {
        var dkim = new Dkim("example.org", "door2026", (RSAPrivateKey) pair.getPrivate());
        try (var smtp = new ScriptedSmtp(Optional.empty());
                var postman = new SmtpPostman(
                        new SmtpServer(
                                "localhost",
                                smtp.port(),
                                Encryption.NONE,
                                Optional.empty(),
                                Sender.of("Grüße <door@example.org>"),
                                Optional.of(dkim),
                                List.of(),
                                "id.example.org",
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(5),
                                1),
                        () -> NOW)) {
            var mail = new Mail(
                    new UUID(7, 9),
                    EmailAddress.parse("ada@example.org").orElseThrow(),
                    "de",
                    "Bestätigen 🗝",
                    "Grüße\n.\n..\n  Ende  \n",
                    Optional.of("<p>Grüße</p>"),
                    NOW);
            assertThat(postman.deliver(mail)).isEqualTo(new Delivery.Accepted());
            // The receiver takes away the dot that was put before each line that begins with one (RFC 5321 §4.5.2).
            return smtp.letters.getFirst().replaceAll("(?m)^\\.", "");
        }
    }

    private static List<SignatureRecord> verified(String letter) throws Exception {
        String key = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        var verifier = new DKIMVerifier((method, selector, token) -> {
            assertThat(selector + "._domainkey." + token).isEqualTo("door2026._domainkey.example.org");
            return List.of("v=DKIM1; k=rsa; p=" + key);
        });
        return verifier.verify(new ByteArrayInputStream(letter.getBytes(StandardCharsets.UTF_8)));
    }

    /** RFC 6376 §5, and RFC 8301 §3: RSA with SHA-256, from 2048 bits. */
    @Test
    void a_letter_is_signed_for_its_domain_and_the_signature_holds() throws Exception {
        String letter = sent();
        List<SignatureRecord> signatures = verified(letter);
        assertThat(signatures).hasSize(1);
        SignatureRecord signature = signatures.getFirst();
        assertThat(signature.getDToken()).hasToString("example.org");
        assertThat(signature.getHeaders().stream().map(name -> name.toString().toLowerCase(java.util.Locale.ROOT)))
                .contains("from", "to", "subject", "date", "message-id", "mime-version", "content-type");
        assertThat(letter).contains("Message-ID: <" + new UUID(7, 9) + "@example.org>");
    }

    @Test
    void a_changed_letter_is_found() throws Exception {
        String letter = sent();
        assertThatThrownBy(() -> verified(letter.replaceFirst("To: ada@", "To: eve@")))
                .isInstanceOf(FailException.class);
        assertThatThrownBy(() -> verified(letter + "more\r\n")).isInstanceOf(FailException.class);
    }
}
