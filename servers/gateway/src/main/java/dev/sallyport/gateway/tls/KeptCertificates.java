package dev.sallyport.gateway.tls;

import dev.sallyport.gateway.tls.CertificateSource.Loaded;
import dev.sallyport.kit.config.ConfigurationFile;
import dev.sallyport.kit.engine.CertifiedKey;
import dev.sallyport.kit.engine.Tls;
import dev.sallyport.kit.http.ClientCertificate;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.json.Bound.Mistake;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates that are shown to the street. Their source is asked again every few seconds; what it has anew is shown from
 * the next handshake on, and what is wrong with it is logged once while the old ones stay.
 */
public final class KeptCertificates implements AutoCloseable {
    static final Duration LOOK = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(KeptCertificates.class);

    private final CertificateSource source;
    private final Tls tls;
    private final MultiGauge expiry;
    private final InstantSource clock;
    private final Thread looking = Thread.ofVirtual().name("certificates").unstarted(this::keepLooking);
    private List<CertifiedKey> shown;
    private Optional<List<Mistake>> told = Optional.empty();

    /** @param first what the source had at the start */
    public KeptCertificates(
            CertificateSource source,
            Loaded.Good first,
            Tls.Clients clients,
            MeterRegistry meters,
            InstantSource clock) {
        this.source = source;
        this.shown = first.keys();
        this.tls = new Tls(shown, clients);
        this.clock = clock;
        this.expiry = MultiGauge.builder("sallyport.certificate.expiry")
                .description("Time until a certificate of the street expires")
                .baseUnit("seconds")
                .register(meters);
        measure();
    }

    /** What the engine listens with. */
    public Tls tls() {
        return tls;
    }

    /** Begins to look again every few seconds, once the street is listened on. */
    public void start() {
        source.start(tls);
        looking.start();
    }

    /** What the unencrypted port answers: what the source has to say there, and all else as {@code inner} does. */
    public Handler unencrypted(Handler inner) {
        return source.unencrypted(inner);
    }

    /** Why the street will soon have no good certificate, where that is so. */
    public Optional<String> trouble() {
        return source.trouble();
    }

    private void keepLooking() {
        try {
            while (true) {
                Thread.sleep(LOOK);
                look();
            }
        } catch (InterruptedException closed) {
            LOG.debug("the certificates are looked at no more");
        }
    }

    /** Asks the source once. */
    synchronized void look() {
        try {
            switch (source.load()) {
                case Loaded.Good(var keys, var warnings) -> {
                    told = Optional.empty();
                    if (!keys.equals(shown)) {
                        shown = keys;
                        tls.exchange(keys);
                        measure();
                        LOG.info("the certificates were exchanged; shown from now on: {}", keys);
                    }
                }
                case Loaded.Bad(var mistakes) -> {
                    if (!told.equals(Optional.of(mistakes))) {
                        told = Optional.of(mistakes);
                        LOG.error(
                                "the certificates were not exchanged, the old ones stay: {}",
                                mistakes.stream().map(ConfigurationFile::told).collect(Collectors.joining("; ")));
                    }
                }
            }
        } catch (RuntimeException bug) {
            // Without this nobody would ever look again.
            LOG.error("the certificates could not be looked at", bug);
        }
    }

    private void measure() {
        expiry.register(
                shown.stream()
                        .map(key -> MultiGauge.Row.of(
                                Tags.of("host", key.hosts().getFirst()),
                                key.leaf().getNotAfter().toInstant(),
                                this::secondsUntil))
                        .toList(),
                true);
    }

    private double secondsUntil(Instant end) {
        return Duration.between(clock.instant(), end).toSeconds();
    }

    /** The SHA-256 of the first certificate in the form that browsers show it. */
    public synchronized String fingerprint() {
        X509Certificate leaf = shown.getFirst().leaf();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(ClientCertificate.encoded(leaf));
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        looking.interrupt();
        source.close();
    }
}
