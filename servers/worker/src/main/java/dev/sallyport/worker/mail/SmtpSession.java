package dev.sallyport.worker.mail;

import dev.sallyport.domain.Spec;
import dev.sallyport.worker.mail.SmtpServer.Encryption;
import dev.sallyport.worker.mail.SmtpServer.Login;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the mail library is told of a server, and the opening and ending of a connection to it. */
final class SmtpSession {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpSession.class);

    private SmtpSession() {}

    /** The certificate must be the host's own, and passwords go by the two ways that a TLS connection makes safe. */
    @Spec("RFC 8314 §3")
    static Session with(SmtpServer server) {
        String at = "mail." + protocol(server) + ".";
        var told = new Properties();
        told.setProperty("mail.transport.protocol", protocol(server));
        told.setProperty(at + "connectiontimeout", millis(server.connectTimeout()));
        told.setProperty(at + "timeout", millis(server.timeout()));
        told.setProperty(at + "writetimeout", millis(server.timeout()));
        told.setProperty(at + "localhost", server.ourName());
        told.setProperty(at + "from", server.from().address().value());
        told.setProperty(at + "auth", Boolean.toString(server.login().isPresent()));
        told.setProperty(at + "auth.mechanisms", "PLAIN LOGIN");
        told.setProperty(at + "quitwait", "false");
        told.setProperty(at + "ssl.checkserveridentity", "true");
        told.setProperty(at + "ssl.protocols", "TLSv1.3 TLSv1.2");
        boolean mayBegin = server.encryption() == Encryption.STARTTLS_REQUIRED
                || server.encryption() == Encryption.STARTTLS_IF_OFFERED;
        told.setProperty(at + "starttls.enable", Boolean.toString(mayBegin));
        told.setProperty(
                at + "starttls.required", Boolean.toString(server.encryption() == Encryption.STARTTLS_REQUIRED));
        if (!server.authorities().isEmpty()) {
            told.put(at + "ssl.socketFactory", trusting(server.authorities()));
        }
        return Session.getInstance(told);
    }

    private static String protocol(SmtpServer server) {
        return server.encryption() == Encryption.IMPLICIT ? "smtps" : "smtp";
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }

    private static SSLSocketFactory trusting(List<X509Certificate> authorities) {
        try {
            KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
            known.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                known.setCertificateEntry(Integer.toString(i), authorities.get(i));
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(known);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the platform cannot trust certificates", e);
        }
    }

    /** @throws MessagingException when the server is not there, is not who it should be, or does not let us in */
    static SMTPTransport open(Session session, SmtpServer server) throws MessagingException {
        var transport = (SMTPTransport) session.getTransport();
        String user = server.login().map(Login::user).orElse(null);
        String password = server.login().map(l -> l.password().reveal()).orElse(null);
        transport.connect(server.host(), server.port(), user, password);
        return transport;
    }

    static void end(SMTPTransport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.debug("a connection to the mail server did not end well", e);
        }
    }
}
