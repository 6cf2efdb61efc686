package dev.sallyport.app;

import dev.sallyport.domain.client.ClientAuthentication;
import dev.sallyport.gateway.tls.AcmeAgreement;
import dev.sallyport.gateway.tls.AcmeCertificates;
import dev.sallyport.gateway.tls.AcmeReading;
import dev.sallyport.gateway.tls.CertificateSource;
import dev.sallyport.gateway.tls.CertificateSource.Loaded;
import dev.sallyport.gateway.tls.FileCertificates;
import dev.sallyport.gateway.tls.KeptCertificates;
import dev.sallyport.gateway.tls.Pem;
import dev.sallyport.gateway.tls.SelfSigned;
import dev.sallyport.gateway.tls.TlsConfiguration;
import dev.sallyport.gateway.tls.TlsConfiguration.ClientCertificates;
import dev.sallyport.kit.config.ConfigurationFile;
import dev.sallyport.kit.engine.Tls;
import dev.sallyport.kit.json.Bound;
import dev.sallyport.kit.json.Bound.Mistake;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the gateway's part of the configuration says of TLS, put together and looked at. */
final class Certificates {
    private Certificates() {}

    /** Every mistake in what the configuration says, and in the files that it names. */
    static void check(Configuration configuration, List<Mistake> mistakes, List<String> warnings) {
        TlsConfiguration tls = configuration.gateway().tls();
        configuration
                .publicUrl()
                .filter(url -> tls.isOn() && "http".equals(url.getScheme()))
                .ifPresent(url -> mistakes.add(
                        new Mistake("/public_url", url.toString(), "must be https where gateway.tls is on")));
        if (tls.clientCertificates() == ClientCertificates.FORWARDED
                && configuration.trustedProxies().isEmpty()) {
            mistakes.add(new Mistake(
                    "/gateway/tls/client_certificates", "forwarded", "needs trusted_proxies: who is to be believed"));
        }
        if (tls.mode() == TlsConfiguration.Mode.FILES) {
            switch (new FileCertificates(tls.certificates(), Machine.real().clock()).load()) {
                case Loaded.Good good -> warnings.addAll(good.warnings());
                case Loaded.Bad bad -> mistakes.addAll(bad.mistakes());
            }
        }
        if (tls.mode() == TlsConfiguration.Mode.ACME
                && agreement(configuration) instanceof Bound.Invalid<AcmeAgreement>(var found)) {
            mistakes.addAll(found);
        }
    }

    private static Bound<AcmeAgreement> agreement(Configuration configuration) {
        TlsConfiguration tls = configuration.gateway().tls();
        return AcmeReading.read(
                tls.acme(),
                configuration.publicUrl().map(URI::getHost),
                tls.redirectFrom().isPresent());
    }

    /** Who vouches for clients' certificates. */
    static List<X509Certificate> authorities(Configuration configuration, List<Mistake> mistakes) {
        if (configuration.clientAuthoritiesFile().isEmpty()) {
            return List.of();
        }
        Path file = configuration.clientAuthoritiesFile().get();
        String why = "must hold certificates as PEM";
        try {
            List<X509Certificate> authorities = Pem.certificatesOf(Files.readAllBytes(file));
            if (!authorities.isEmpty()) {
                return authorities;
            }
        } catch (IOException e) {
            why = "cannot be read (" + e.getClass().getSimpleName() + ")";
        }
        mistakes.add(new Mistake("/client_authorities_file", file.toString(), why));
        return List.of();
    }

    /** What a declared client says of its certificate and this deployment cannot keep. */
    static List<Mistake> mistakes(String at, DeclaredClient client, Configuration configuration) {
        var mistakes = new ArrayList<Mistake>();
        boolean byCertificate = client.authentication()
                .filter(ClientAuthentication::isByCertificate)
                .isPresent();
        boolean learnt = configuration.gateway().tls().clientCertificates() != ClientCertificates.NONE;
        if ((byCertificate || client.certificateBound()) && !learnt) {
            mistakes.add(new Mistake(
                    at, client.id().value(), "needs gateway.tls.client_certificates: ask, or forwarded by a proxy"));
        }
        client.certificate().map(DeclaredCertificate::name).ifPresent(name -> {
            dev.sallyport.auth.jose.ClientCertificates.objection(name)
                    .ifPresent(why -> mistakes.add(
                            new Mistake(at + "/certificate/" + name.kind().wireName(), name.value(), why)));
            if (configuration.clientAuthoritiesFile().isEmpty()) {
                mistakes.add(new Mistake(
                        at + "/authentication",
                        "tls_client_auth",
                        "needs client_authorities_file: who vouches for it"));
            }
        });
        return mistakes;
    }

    /** The certificates to listen with, where the gateway encrypts. */
    static Optional<KeptCertificates> kept(
            Configuration configuration, URI publicUrl, Machine machine, MeterRegistry meters) {
        TlsConfiguration tls = configuration.gateway().tls();
        return source(configuration, publicUrl, machine, meters).map(source -> switch (source.load()) {
            case Loaded.Good good ->
                new KeptCertificates(
                        source,
                        good,
                        tls.clientCertificates() == ClientCertificates.ASK ? Tls.Clients.ASKED : Tls.Clients.NOT_ASKED,
                        meters,
                        machine.clock());
            case Loaded.Bad(var mistakes) -> throw none(mistakes);
        });
    }

    private static CannotStart none(List<Mistake> mistakes) {
        return new CannotStart(
                "there is no certificate to listen with: " + ConfigurationFile.told(mistakes.getFirst()),
                "Mend what is said there, or set gateway.tls.mode to off.");
    }

    private static Optional<CertificateSource> source(
            Configuration configuration, URI publicUrl, Machine machine, MeterRegistry meters) {
        TlsConfiguration tls = configuration.gateway().tls();
        return switch (tls.mode()) {
            case OFF -> Optional.empty();
            case FILES -> Optional.of(new FileCertificates(tls.certificates(), machine.clock()));
            case SELF_SIGNED -> Optional.of(selfSigned(configuration, publicUrl.getHost(), machine));
            case ACME -> Optional.of(acme(configuration, machine, meters));
        };
    }

    private static CertificateSource selfSigned(Configuration configuration, String host, Machine machine) {
        Path file = configuration.data().resolve("tls").resolve("self-signed.pem");
        return new SelfSigned(file, host, machine.clock(), machine.random());
    }

    private static CertificateSource acme(Configuration configuration, Machine machine, MeterRegistry meters) {
        return switch (agreement(configuration)) {
            case Bound.Valid<AcmeAgreement>(AcmeAgreement agreement) ->
                new AcmeCertificates(
                        agreement,
                        configuration.data().resolve("tls").resolve("acme"),
                        selfSigned(configuration, agreement.names().getFirst(), machine),
                        meters,
                        machine.clock(),
                        machine.random());
            case Bound.Invalid<AcmeAgreement>(var mistakes) -> throw none(mistakes);
        };
    }
}
