package dev.sallyport.gateway.tls;

import dev.sallyport.gateway.tls.AcmeConfiguration.Challenge;
import dev.sallyport.gateway.tls.CertificateSource.Loaded;
import dev.sallyport.kit.engine.HttpEngine;
import dev.sallyport.kit.engine.HttpEngine.Limits;
import dev.sallyport.kit.engine.HttpEngine.Listen;
import dev.sallyport.kit.engine.HttpEngine.Listening;
import dev.sallyport.kit.engine.Tls;
import dev.sallyport.kit.http.Response;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A street with an encrypted and an unencrypted port, whose certificates an authority gives. */
final class AcmeDoor implements AutoCloseable {
    static final String HOST = "id.example.org";

    final AcmeCertificates source;
    final KeptCertificates kept;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HttpEngine engine = new HttpEngine(() -> "id");
    private final Listening street;
    private final Listening plain;

    /** Opens it where the authority will look. */
    AcmeDoor(TestAuthority authority, AcmeAgreement agreement, Path folder, InstantSource clock) throws Exception {
        var meanwhile = new SelfSigned(folder.resolve("self-signed.pem"), HOST, clock, byte[]::new);
        source = new AcmeCertificates(agreement, folder.resolve("acme"), meanwhile, meters, clock, byte[]::new);
        kept = new KeptCertificates(source, (Loaded.Good) source.load(), Tls.Clients.NOT_ASKED, meters, clock);
        source.open(kept.tls());
        var redirect = new RedirectToTls(URI.create("https://" + HOST));
        street = engine.listen(
                new Listen("127.0.0.1", 0),
                Limits.USUAL,
                Optional.of(kept.tls()),
                HttpEngine.Door.of(request -> Response.of(204)));
        plain = engine.listen(new Listen("127.0.0.1", 0), Limits.USUAL, kept.unencrypted(redirect));
        authority.tlsPort = street.port();
        authority.httpPort = plain.port();
    }

    static AcmeAgreement agreement(TestAuthority authority, List<Challenge> challenges, String... names) {
        return new AcmeAgreement(
                authority.directory(),
                List.of(authority.root()),
                Optional.of("admin@example.org"),
                names.length == 0 ? List.of(HOST) : List.of(names),
                Optional.empty(),
                challenges);
    }

    /** Does what is due, and shows what came of it. */
    X509Certificate step() throws Exception {
        source.step();
        kept.look();
        return shown();
    }

    X509Certificate shown() throws Exception {
        return TestValidator.shown(street.port(), HOST);
    }

    int plainPort() {
        return plain.port();
    }

    double orders(String outcome) {
        return meters.counter("sallyport.acme.orders", "outcome", outcome).count();
    }

    @Override
    public void close() {
        kept.close();
        engine.close();
    }
}
