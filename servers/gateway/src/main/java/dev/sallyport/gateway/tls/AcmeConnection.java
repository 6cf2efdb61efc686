package dev.sallyport.gateway.tls;

import dev.sallyport.domain.Spec;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.Connection;
import org.shredzone.acme4j.connector.DefaultConnection;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.AbstractAcmeProvider;

/**
 * A conversation with an authority. Its address stands in the operator's configuration, so it is no fetch of somebody else's
 * choosing, which {@code GuardedFetch} is for (T05); a private authority may well have a private address.
 */
final class AcmeConnection implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int FIRST_ERROR = 400;

    private final HttpClient client;
    private final AtomicReference<Optional<Instant>> notBefore = new AtomicReference<>(Optional.empty());
    private final Session session;

    AcmeConnection(AcmeAgreement agreement) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(PATIENCE);
        if (!agreement.trusted().isEmpty()) {
            builder.sslContext(trusting(agreement.trusted()));
        }
        this.client = builder.build();
        this.session = new Session(agreement.directory(), new Provider());
        session.setLocale(Locale.ENGLISH);
        session.networkSettings().setTimeout(PATIENCE);
    }

    Session session() {
        return session;
    }

    /** When the authority wishes to hear the next of us, if it said so with an error. */
    @Spec("RFC 8555 §6.6")
    Optional<Instant> notBefore() {
        return notBefore.get();
    }

    private static SSLContext trusting(List<X509Certificate> trusted) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < trusted.size(); i++) {
                store.setCertificateEntry("authority-" + i, trusted.get(i));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new IllegalStateException("the platform cannot trust a certificate that it could read", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }

    /** Any authority, by the client of this conversation. */
    private final class Provider extends AbstractAcmeProvider {
        @Override
        public boolean accepts(URI directory) {
            return "https".equals(directory.getScheme());
        }

        @Override
        public URL resolve(URI directory) {
            try {
                return directory.toURL();
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException("no URL: " + directory, e);
            }
        }

        @Override
        public HttpClient createHttpClient(NetworkSettings settings) {
            return client;
        }

        @Override
        public Connection connect(URI directory, NetworkSettings settings, HttpClient same) {
            return new Heeding(new HttpConnector(settings, same));
        }
    }

    /** Keeps what an error says of the next attempt, of which the library tells for one kind of error alone. */
    private final class Heeding extends DefaultConnection {
        Heeding(HttpConnector connector) {
            super(connector);
        }

        @Override
        public void close() {
            try {
                if (lastResponse != null && lastResponse.statusCode() >= FIRST_ERROR) {
                    notBefore.set(getRetryAfter());
                }
            } finally {
                super.close();
            }
        }
    }
}
