package dev.sallyport.worker.mail;

import dev.sallyport.domain.Secret;
import dev.sallyport.domain.letter.LetterLimits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The mail server through which letters leave; without one they are kept for a developer to read.
 *
 * @param smtp {@code smtp://user@host:587} or {@code smtps://user@host:465}; the user stands there only where the server asks for
 *     one, and an {@code @} in its name is written {@code %40}
 * @param password the user's; by environment, since in the file everybody would read it
 * @param passwordFile a file that holds nothing but the password
 * @param from who writes: {@code door@example.org} or {@code Example <door@example.org>}
 * @param starttls what is asked of a server at {@code smtp://}
 * @param authoritiesFile who vouches for the server's certificate, as PEM, where that is nobody the machine knows
 * @param connectTimeout how long a connection may take, 1s to 1m
 * @param timeout how long each answer of the server may take, 1s to 10m
 * @param connections how many are kept open at most, and so how many letters go at once: 1 to 32
 * @param dkim how letters are signed, where they are
 * @param limits how many letters one mailbox gets that its owner need not have asked for
 */
public record MailConfiguration(
        Optional<URI> smtp,
        Optional<Secret> password,
        Optional<Path> passwordFile,
        Optional<Sender> from,
        StartTls starttls,
        Optional<Path> authoritiesFile,
        Duration connectTimeout,
        Duration timeout,
        int connections,
        Optional<DkimConfiguration> dkim,
        LetterLimits limits) {
    private static final int MOST_CONNECTIONS = 32;

    /** What is asked of a server whose port begins unencrypted. */
    public enum StartTls {
        /** No letter leaves unencrypted. */
        REQUIRED,
        /** Encrypted where the server offers it; whoever stands between can take the offer away. */
        OPPORTUNISTIC,
        /** Never: for a server on this machine. */
        OFF
    }

    /**
     * How letters are signed (RFC 6376).
     *
     * @param domain in whose name; that of {@code from} or one above it, for the signature to count with receivers
     * @param selector under which the public key stands in the DNS
     * @param keyFile the private key: RSA from 2048 bits, as PEM (PKCS #8)
     */
    public record DkimConfiguration(String domain, String selector, Path keyFile) {
        private static final Pattern NAME =
                Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

        public DkimConfiguration {
            if (!NAME.matcher(domain).matches() || !NAME.matcher(selector).matches()) {
                throw new IllegalArgumentException("domain and selector must be names of the DNS, in lower case");
            }
        }
    }

    public MailConfiguration {
        within("connect_timeout", connectTimeout, Duration.ofMinutes(1), "1s to 1m");
        within("timeout", timeout, Duration.ofMinutes(10), "1s to 10m");
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw new IllegalArgumentException("connections must be 1 to " + MOST_CONNECTIONS);
        }
    }

    /** No server: letters stay in the mailbox of development. */
    public static MailConfiguration defaults() {
        return new MailConfiguration(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                StartTls.REQUIRED,
                Optional.empty(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                4,
                Optional.empty(),
                LetterLimits.defaults());
    }

    private static void within(String key, Duration time, Duration most, String allowed) {
        if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(most) > 0) {
            throw new IllegalArgumentException(key + " must be " + allowed);
        }
    }
}
