package dev.sallyport.app;

import dev.sallyport.domain.Secret;
import dev.sallyport.gateway.tls.Pem;
import dev.sallyport.kit.json.Bound.Mistake;
import dev.sallyport.worker.mail.Dkim;
import dev.sallyport.worker.mail.MailConfiguration;
import dev.sallyport.worker.mail.MailConfiguration.DkimConfiguration;
import dev.sallyport.worker.mail.MailConfiguration.StartTls;
import dev.sallyport.worker.mail.SmtpServer;
import dev.sallyport.worker.mail.SmtpServer.Encryption;
import dev.sallyport.worker.mail.SmtpServer.Login;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Reads the mail server out of the configuration, with the files that it names; tells every mistake. */
final class ReadMail {
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("\\s*-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----\\s*");
    private static final int SHORTEST_RSA = 2048;
    private static final int SUBMISSION = 587;
    private static final int SUBMISSIONS = 465;

    private final BiFunction<String, Path, Optional<Secret>> files;
    private final List<Mistake> mistakes;

    /** @param files reads a file, and tells where it cannot */
    ReadMail(BiFunction<String, Path, Optional<Secret>> files, List<Mistake> mistakes) {
        this.files = files;
        this.mistakes = mistakes;
    }

    /** Empty where no mail server is set up, and where there was a mistake. */
    Optional<SmtpServer> read(Configuration configuration) {
        MailConfiguration mail = configuration.mail();
        if (mail.smtp().isEmpty()) {
            without(mail);
            return Optional.empty();
        }
        if (mail.from().isEmpty()) {
            mistakes.add(new Mistake("/mail/from", "", "must say who writes: door@example.org"));
        }
        return read(mail, mail.smtp().get(), configuration);
    }

    private void without(MailConfiguration mail) {
        if (mail.from().isPresent()
                || mail.password().isPresent()
                || mail.passwordFile().isPresent()) {
            mistakes.add(new Mistake("/mail/smtp", "", "must name the mail server: smtp://user@mail.example.org:587"));
        }
    }

    private Optional<SmtpServer> read(MailConfiguration mail, URI smtp, Configuration configuration) {
        int before = mistakes.size();
        boolean implicit = "smtps".equals(smtp.getScheme());
        if (!isServer(smtp)) {
            mistakes.add(
                    new Mistake(
                            "/mail/smtp",
                            smtp.toString().replaceAll("//[^@/]*@", "//…@"),
                            "must be smtp://user@mail.example.org:587 or smtps://user@mail.example.org:465, without a password"));
            return Optional.empty();
        }
        Encryption encryption = encryption(mail, implicit);
        Optional<Login> login = login(mail, smtp, encryption);
        List<X509Certificate> authorities = authorities(mail);
        Optional<Dkim> dkim = mail.dkim().flatMap(this::dkim);
        int port = smtp.getPort() > 0 ? smtp.getPort() : implicit ? SUBMISSIONS : SUBMISSION;
        return mistakes.size() > before || mail.from().isEmpty()
                ? Optional.empty()
                : Optional.of(new SmtpServer(
                        smtp.getHost(),
                        port,
                        encryption,
                        login,
                        mail.from().get(),
                        dkim,
                        authorities,
                        configuration.publicUrl(port).getHost(),
                        mail.connectTimeout(),
                        mail.timeout(),
                        mail.connections()));
    }

    private static boolean isServer(URI smtp) {
        boolean scheme = "smtp".equals(smtp.getScheme()) || "smtps".equals(smtp.getScheme());
        boolean bare = smtp.getRawPath() == null
                || smtp.getRawPath().isEmpty()
                || smtp.getRawPath().equals("/");
        boolean noPassword =
                smtp.getRawUserInfo() == null || !smtp.getRawUserInfo().contains(":");
        return scheme
                && bare
                && noPassword
                && smtp.getHost() != null
                && smtp.getRawQuery() == null
                && smtp.getRawFragment() == null;
    }

    private Encryption encryption(MailConfiguration mail, boolean implicit) {
        if (implicit && mail.starttls() != StartTls.REQUIRED) {
            mistakes.add(
                    new Mistake("/mail/starttls", "", "is for smtp://; smtps:// is encrypted from the first byte"));
        }
        if (implicit) {
            return Encryption.IMPLICIT;
        }
        return switch (mail.starttls()) {
            case REQUIRED -> Encryption.STARTTLS_REQUIRED;
            case OPPORTUNISTIC -> Encryption.STARTTLS_IF_OFFERED;
            case OFF -> Encryption.NONE;
        };
    }

    private Optional<Login> login(MailConfiguration mail, URI smtp, Encryption encryption) {
        Optional<String> user = Optional.ofNullable(smtp.getUserInfo()).filter(name -> !name.isEmpty());
        if (mail.password().isPresent() && mail.passwordFile().isPresent()) {
            mistakes.add(new Mistake("/mail/password_file", "", "must not stand beside password"));
        }
        Optional<Secret> password =
                mail.password().or(() -> mail.passwordFile().flatMap(f -> files.apply("/mail/password_file", f)));
        boolean named = mail.password().isPresent() || mail.passwordFile().isPresent();
        if (user.isPresent() != named) {
            mistakes.add(new Mistake(
                    "/mail/smtp",
                    smtp.toString(),
                    named ? "must name the user of the password: smtp://user@…" : "needs password_file for its user"));
        }
        if (user.isPresent() && encryption != Encryption.IMPLICIT && encryption != Encryption.STARTTLS_REQUIRED) {
            mistakes.add(new Mistake("/mail/starttls", "", "must be required where a password is sent"));
        }
        return user.flatMap(name -> password.map(secret -> new Login(name, secret)));
    }

    private Optional<Dkim> dkim(DkimConfiguration dkim) {
        Optional<Secret> pem = files.apply("/mail/dkim/key_file", dkim.keyFile());
        Optional<RSAPrivateKey> key = pem.flatMap(text -> rsa(text.reveal()));
        if (pem.isPresent() && key.isEmpty()) {
            mistakes.add(new Mistake(
                    "/mail/dkim/key_file",
                    dkim.keyFile().toString(),
                    "is no RSA private key of 2048 bits or more in PEM (PKCS #8)"));
        }
        return key.map(found -> new Dkim(dkim.domain(), dkim.selector(), found));
    }

    private static Optional<RSAPrivateKey> rsa(String pem) {
        var read = PRIVATE_KEY.matcher(pem);
        if (!read.matches()) {
            return Optional.empty();
        }
        try {
            byte[] pkcs8 = Base64.getMimeDecoder().decode(read.group(1));
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8))
                                    instanceof RSAPrivateKey key
                            && key.getModulus().bitLength() >= SHORTEST_RSA
                    ? Optional.of(key)
                    : Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException noKey) {
            return Optional.empty();
        }
    }

    private List<X509Certificate> authorities(MailConfiguration mail) {
        if (mail.authoritiesFile().isEmpty()) {
            return List.of();
        }
        Path file = mail.authoritiesFile().get();
        String why = "must hold certificates as PEM";
        try {
            List<X509Certificate> found = Pem.certificatesOf(Files.readAllBytes(file));
            if (!found.isEmpty()) {
                return found;
            }
        } catch (IOException e) {
            why = "cannot be read (" + e.getClass().getSimpleName() + ")";
        }
        mistakes.add(new Mistake("/mail/authorities_file", file.toString(), why));
        return List.of();
    }
}
