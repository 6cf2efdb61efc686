package dev.sallyport.gateway.tls;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.kit.engine.CertifiedKey;
import dev.sallyport.kit.http.ClientCertificate;
import dev.sallyport.kit.json.Bound.Mistake;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A certificate that the house makes for itself, for development: kept in a file, so that a browser that was told to trust it
 * need not be told again, and made anew before it ends or when the hosts are others.
 */
public final class SelfSigned implements CertificateSource {
    private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");

    /** As long as browsers take a certificate at all. */
    private static final Duration LIFE = Duration.ofDays(397);

    private static final Duration RENEWED = Duration.ofDays(30);

    private final Path file;
    private final List<String> hosts;
    private final InstantSource clock;
    private final RandomSource random;

    /**
     * @param file of the certificate and its key, whose folder need not be there
     * @param host of {@code public_url}
     */
    public SelfSigned(Path file, String host, InstantSource clock, RandomSource random) {
        this.file = file;
        this.hosts = Stream.concat(Stream.of(host), THIS_MACHINE.stream())
                .map(SelfSigned::bare)
                .distinct()
                .toList();
        this.clock = clock;
        this.random = random;
    }

    /** An IPv6 address as certificates have it, without the brackets that it has in an address of the web. */
    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public synchronized Loaded load() {
        try {
            Optional<CertifiedKey> kept = kept();
            return new Loaded.Good(List.of(kept.isPresent() ? kept.get() : made()), List.of());
        } catch (IOException e) {
            return new Loaded.Bad(List.of(
                    new Mistake("/data", file.toString(), "must be a file that can be written: " + e.getMessage())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform cannot make a certificate", e);
        }
    }

    private Optional<CertifiedKey> kept() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Pem pem = Pem.of(Files.readAllBytes(file));
        List<X509Certificate> chain = pem.certificates();
        Optional<PrivateKey> key = pem.key();
        return chain.isEmpty()
                ? Optional.empty()
                : key.filter(k -> CheckedKey.belong(chain.getFirst(), k))
                        .map(k -> new CertifiedKey(chain, k))
                        .filter(this::isGood);
    }

    private boolean isGood(CertifiedKey key) {
        Instant end = key.leaf().getNotAfter().toInstant();
        return clock.instant().plus(RENEWED).isBefore(end)
                && Set.copyOf(key.hosts()).equals(Set.copyOf(hosts));
    }

    private CertifiedKey made() throws IOException, GeneralSecurityException {
        KeyPair pair = OwnCertificate.pair();
        Instant now = clock.instant();
        BigInteger serial = OwnCertificate.serial(random);
        // An hour back, for clocks of this machine's guests that go a little behind.
        X509Certificate certificate =
                OwnCertificate.of(pair, hosts, serial, now.minus(Duration.ofHours(1)), now.plus(LIFE));
        OwnersFile.write(
                file,
                Pem.text("CERTIFICATE", ClientCertificate.encoded(certificate))
                        + Pem.text("PRIVATE KEY", pair.getPrivate().getEncoded()));
        return new CertifiedKey(List.of(certificate), pair.getPrivate());
    }
}
