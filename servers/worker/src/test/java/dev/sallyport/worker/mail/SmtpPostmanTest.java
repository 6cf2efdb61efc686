package dev.sallyport.worker.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.sallyport.domain.Secret;
import dev.sallyport.domain.person.EmailAddress;
import dev.sallyport.worker.mail.Postman.Delivery;
import dev.sallyport.worker.mail.SmtpServer.Encryption;
import dev.sallyport.worker.mail.SmtpServer.Login;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Letters by SMTP: what reaches the server, and what each of its answers comes to. */
class SmtpPostmanTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Optional<Login> NOBODY = Optional.empty();

    @TempDir
    Path folder;

    private volatile Instant now = NOW;

    private SmtpServer server(int port, Encryption encryption, Optional<Login> login, X509Certificate... trusted) {
        return server("localhost", port, encryption, login, trusted);
    }

    private static SmtpServer server(
            String host, int port, Encryption encryption, Optional<Login> login, X509Certificate... trusted) {
        return new SmtpServer(
                host,
                port,
                encryption,
                login,
                Sender.of("Grüße <door@example.org>"),
                Optional.empty(),
                List.of(trusted),
                "id.example.org",
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                2);
    }

    private SmtpPostman to(ScriptedSmtp smtp) {
        return new SmtpPostman(server(smtp.port(), Encryption.NONE, NOBODY), () -> now);
    }

    private static Mail letter(String subject) {
        return new Mail(
                new UUID(7, 9),
                EmailAddress.parse("ada@example.org").orElseThrow(),
                "de",
                subject,
                "Grüße\n.\nEnde\n",
                Optional.of("<p>Grüße</p>"),
                NOW);
    }

    /** RFC 2046 §5.1.4 (alternatives), RFC 5322 §3.6.4 (one identifier for one message), RFC 3834 §5 (no machine answers). */
    @Test
    void a_letter_reaches_a_real_server_as_text_and_html() throws Exception {
        var real = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        real.start();
        try (var postman = new SmtpPostman(server(real.getSmtp().getPort(), Encryption.NONE, NOBODY), () -> now)) {
            assertThat(postman.deliver(letter("Bestätigen 🗝"))).isEqualTo(new Delivery.Accepted());
            assertThat(postman.deliver(letter("Bestätigen 🗝"))).isEqualTo(new Delivery.Accepted());
            MimeMessage[] came = real.getReceivedMessages();
            assertThat(came).hasSize(2);
            MimeMessage one = came[0];
            assertThat(one.getMessageID())
                    .isEqualTo("<" + new UUID(7, 9) + "@example.org>")
                    .isEqualTo(came[1].getMessageID());
            assertThat(one.getSubject()).isEqualTo("Bestätigen 🗝");
            assertThat(one.getFrom()[0]).hasToString("=?UTF-8?Q?Gr=C3=BC=C3=9Fe?= <door@example.org>");
            assertThat(one.getSentDate().toInstant()).isEqualTo(NOW);
            assertThat(one.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(one.getContentLanguage()).containsExactly("de");
            var parts = (MimeMultipart) one.getContent();
            assertThat(parts.getContentType()).startsWith("multipart/alternative");
            assertThat(parts.getBodyPart(0).getContent().toString().replace("\r\n", "\n"))
                    .isEqualTo("Grüße\n.\nEnde\n");
            assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html");
            assertThat(parts.getBodyPart(1).getContent()).isEqualTo("<p>Grüße</p>");
        } finally {
            real.stop();
        }
    }

    /** RFC 5321 §4.2.1: 4yz is for now, 5yz for good. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        RCPT    | 550 5.1.1 no such mailbox    | Refused
        RCPT    | 450 4.2.0 greylisted         | Later
        RCPT    | 452 4.2.2 mailbox full       | Later
        .       | 554 5.7.1 looks like spam    | Refused
        .       | 451 4.3.0 try later          | Later
        DATA    | 554 5.5.0 no                 | Refused
        MAIL    | 550 5.7.1 not your sender    | Away
        MAIL    | 421 4.3.2 closing            | Away
        CONNECT | 554 5.3.2 no service         | Away
        CONNECT | (hang up)                    | Away
        CONNECT | (silence)                    | Away
        EHLO    | (silence)                    | Away
        RCPT    | (silence)                    | Away
        .       | (hang up)                    | Away
        .       | (silence)                    | Away
        """)
    void what_the_server_says_decides(String at, String answer, String expected) throws Exception {
        try (var smtp = new ScriptedSmtp(Optional.empty()).says(at, answer);
                var postman = to(smtp)) {
            Delivery came = postman.deliver(letter("x"));
            assertThat(came.getClass().getSimpleName()).isEqualTo(expected);
            assertThat(came.toString()).doesNotContain("ada@example.org");
            if (Character.isDigit(answer.charAt(0))) {
                assertThat(came.toString()).contains(answer.substring(4));
            }
            assertThat(postman.trouble().isPresent()).isEqualTo(expected.equals("Away"));
        }
    }

    @Test
    void a_server_that_is_away_is_told_with_since_when_until_it_is_back() throws Exception {
        var smtp = new ScriptedSmtp(Optional.empty());
        int port = smtp.port();
        smtp.close();
        try (var postman = new SmtpPostman(server(port, Encryption.NONE, NOBODY), () -> now)) {
            assertThat(postman.trouble()).isEmpty();
            assertThat(postman.deliver(letter("x"))).isInstanceOf(Delivery.Away.class);
            now = NOW.plusSeconds(60);
            assertThat(postman.deliver(letter("x"))).isInstanceOf(Delivery.Away.class);
            assertThat(postman.trouble().orElseThrow())
                    .startsWith("localhost:" + port + " takes no letters since 2026-11-26T12:00:00Z (2 tries): ")
                    .containsIgnoringCase("refused");
        }
        try (var back = new ScriptedSmtp(Optional.empty()).says("CONNECT", "421 not yet");
                var postman = to(back)) {
            assertThat(postman.deliver(letter("x"))).isInstanceOf(Delivery.Away.class);
            back.says("CONNECT", "220 ready");
            assertThat(postman.deliver(letter("x"))).isEqualTo(new Delivery.Accepted());
            assertThat(postman.trouble()).isEmpty();
        }
    }

    @Test
    void connections_are_kept_after_refusals_too_and_replaced_when_the_server_ended_them() throws Exception {
        try (var smtp = new ScriptedSmtp(Optional.empty());
                var postman = to(smtp)) {
            for (int i = 0; i < 5; i++) {
                assertThat(postman.deliver(letter("x"))).isEqualTo(new Delivery.Accepted());
            }
            smtp.says("RCPT", "550 no");
            assertThat(postman.deliver(letter("x"))).isInstanceOf(Delivery.Refused.class);
            smtp.says("RCPT", "250 ok");
            assertThat(postman.deliver(letter("x"))).isEqualTo(new Delivery.Accepted());
            assertThat(smtp.connections).hasValue(1);

            now = NOW.plusSeconds(10);
            smtp.hangUp();
            assertThat(postman.deliver(letter("x"))).isEqualTo(new Delivery.Accepted());
            assertThat(smtp.connections).hasValue(2);

            now = NOW.plusSeconds(100);
            assertThat(postman.deliver(letter("x"))).isEqualTo(new Delivery.Accepted());
            assertThat(smtp.connections)
                    .as("what rested long is not used again")
                    .hasValue(3);
        }
    }

    /** RFC 8314 §3: submission is by TLS. */
    @Test
    void no_letter_and_no_password_leaves_unencrypted_where_encryption_is_required() throws Exception {
        var login = Optional.of(new Login("door", Secret.of("p4ss")));
        try (var smtp = new ScriptedSmtp(Optional.empty()).says("EHLO", "250-hello\r\n250 AUTH PLAIN");
                var postman = new SmtpPostman(server(smtp.port(), Encryption.STARTTLS_REQUIRED, login), () -> now)) {
            assertThat(postman.deliver(letter("x"))).isInstanceOf(Delivery.Away.class);
            assertThat(smtp.letters).isEmpty();
            assertThat(smtp.lines).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
    }

    @Test
    void a_password_goes_by_tls_and_a_wrong_one_is_no_letters_fault() throws Exception {
        TestTls tls = TestTls.in(folder);
        var login = Optional.of(new Login("door", Secret.of("p4ss")));
        try (var smtp = new ScriptedSmtp(Optional.of(tls.server()))
                        .says("EHLO", "250-hello\r\n250-AUTH PLAIN LOGIN\r\n250 STARTTLS");
                var postman = new SmtpPostman(
                        server(smtp.port(), Encryption.STARTTLS_REQUIRED, login, tls.certificate()), () -> now)) {
            assertThat(postman.deliver(letter("x"))).isEqualTo(new Delivery.Accepted());
            String plain = Base64.getEncoder().encodeToString("door\0door\0p4ss".getBytes(StandardCharsets.UTF_8));
            assertThat(smtp.lines).containsSubsequence("STARTTLS", "(encrypted)", "AUTH PLAIN " + plain);
            smtp.says("AUTH", "535 5.7.8 wrong");
            smtp.hangUp();
            now = NOW.plusSeconds(10);
            Delivery came = postman.deliver(letter("x"));
            assertThat(came).isInstanceOf(Delivery.Away.class);
            assertThat(came.toString()).contains("5.7.8 wrong").doesNotContain("p4ss");
        }
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_not_believed() throws Exception {
        TestTls tls = TestTls.in(folder);
        try (var smtp = new ScriptedSmtp(Optional.of(tls.server())).says("EHLO", "250-hello\r\n250 STARTTLS");
                var postman = new SmtpPostman(server(smtp.port(), Encryption.STARTTLS_REQUIRED, NOBODY), () -> now)) {
            assertThat(postman.deliver(letter("x"))).isInstanceOf(Delivery.Away.class);
            assertThat(smtp.letters).isEmpty();
        }
    }

    @Test
    void a_certificate_of_another_host_is_not_believed() throws Exception {
        TestTls tls = TestTls.in(folder);
        try (var smtp = new ScriptedSmtp(Optional.of(tls.server())).says("EHLO", "250-hello\r\n250 STARTTLS");
                var postman = new SmtpPostman(
                        server("127.0.0.1", smtp.port(), Encryption.STARTTLS_REQUIRED, NOBODY, tls.certificate()),
                        () -> now)) {
            assertThat(postman.deliver(letter("x"))).isInstanceOf(Delivery.Away.class);
            assertThat(smtp.letters).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello\r\nBcc: eve@example.org",
                "Hello\nBcc: eve@example.org",
                "Hello\r\n\r\nBody",
                "a\u2028b\u0085c"
            })
    void T45_no_subject_begins_a_header_of_its_own(String subject) throws Exception {
        try (var smtp = new ScriptedSmtp(Optional.empty());
                var postman = to(smtp)) {
            assertThat(postman.deliver(letter(subject))).isEqualTo(new Delivery.Accepted());
            assertThat(smtp.lines.stream().filter(l -> l.startsWith("RCPT")))
                    .containsExactly("RCPT TO:<ada@example.org>");
            String head = smtp.letters.getFirst().split("\r\n\r\n", 2)[0];
            assertThat(head.lines()
                            .filter(l -> l.toLowerCase(java.util.Locale.ROOT).startsWith("bcc")))
                    .isEmpty();
            assertThat(head.lines().filter(l -> l.startsWith("Subject: "))).hasSize(1);
            assertThat(head).contains("To: ada@example.org").contains("Message-ID: ");
        }
    }

    @Test
    void T45_addresses_and_senders_are_one_address() {
        for (String bad : List.of(
                "a@example.org\r\nRCPT TO:<eve@example.org>",
                "a@example.org,eve@example.org",
                "<a@example.org> x",
                "")) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> Sender.of(bad))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(Sender.of("\"The Door\" <door@example.org>")).hasToString("The Door <door@example.org>");
    }
}
