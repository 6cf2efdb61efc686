package dev.sallyport.gateway.tls;

import dev.sallyport.kit.http.ClientCertificate;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A certificate and its key, as an operator's tool would put them into files. */
record Issued(X509Certificate certificate, KeyPair pair) {
    static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    static Issued of(String... hosts) {
        return of(NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(90)), hosts);
    }

    static Issued of(Instant from, Instant until, String... hosts) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            return new Issued(OwnCertificate.of(pair, List.of(hosts), BigInteger.TEN, from, until), pair);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    String chain() {
        return Pem.text("CERTIFICATE", ClientCertificate.encoded(certificate));
    }

    String key() {
        return Pem.text("PRIVATE KEY", pair.getPrivate().getEncoded());
    }

    TlsConfiguration.CertificateFiles into(Path folder, String name) throws IOException {
        Path chain = Files.writeString(folder.resolve(name + ".pem"), chain());
        Path key = Files.writeString(folder.resolve(name + ".key"), key());
        key.toFile().setReadable(false, false);
        key.toFile().setReadable(true, true);
        return new TlsConfiguration.CertificateFiles(chain, key);
    }
}
