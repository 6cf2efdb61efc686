package dev.sallyport.worker.mail;

import dev.sallyport.domain.Secret;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A mail server, and how we speak with it.
 *
 * @param port 1 to 65535
 * @param authorities who vouches for its certificate; nobody listed means those whom the machine trusts
 * @param ourName how we introduce ourselves
 */
public record SmtpServer(
        String host,
        int port,
        Encryption encryption,
        Optional<Login> login,
        Sender from,
        Optional<Dkim> dkim,
        List<X509Certificate> authorities,
        String ourName,
        Duration connectTimeout,
        Duration timeout,
        int connections) {

    /** What lies between us and the server. */
    public enum Encryption {
        /** From the first byte ({@code smtps}). */
        IMPLICIT,
        STARTTLS_REQUIRED,
        STARTTLS_IF_OFFERED,
        NONE
    }

    /** As whom we sign in there. */
    public record Login(String user, Secret password) {}

    public SmtpServer {
        authorities = List.copyOf(authorities);
    }

    /** {@code host:port}, as it is shown. */
    public String where() {
        return host + ":" + port;
    }
}
