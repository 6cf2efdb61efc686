package dev.sallyport.gateway.tls;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.gateway.tls.AcmeOutcome.Failed;
import dev.sallyport.gateway.tls.AcmeOutcome.Issued;
import dev.sallyport.kit.engine.CertifiedKey;
import dev.sallyport.kit.engine.Tls;
import dev.sallyport.kit.http.Handler;
import dev.sallyport.kit.json.Bound.Mistake;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificates that an authority gives by ACME: ordered when there is none, renewed in time, and kept in the data folder, so
 * that a restart orders nothing. Until the first has come a self-signed one is shown; while renewal fails, the old one is.
 */
public final class AcmeCertificates implements CertificateSource {
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(5);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(12);
    private static final int MOST_DOUBLINGS = 8;
    private static final Duration LONGEST_REST = Duration.ofHours(1);
    private static final int LEAST_PART = 6;

    private static final Logger LOG = LoggerFactory.getLogger(AcmeCertificates.class);

    private final AcmeFiles files;
    private final CertificateSource meanwhile;
    private final AcmeAnswers answers;
    private final AcmeAuthority authority;
    private final RenewalTime renewal;
    private final MeterRegistry meters;
    private final InstantSource clock;
    private final RandomSource random;
    private final Thread ordering = Thread.ofVirtual().name("acme").unstarted(this::keepOrdering);
    private volatile Optional<KeyPair> account = Optional.empty();
    private volatile Optional<CertifiedKey> kept = Optional.empty();
    private volatile Optional<Failed> failure = Optional.empty();
    private volatile boolean closed;
    private Instant quietUntil = Instant.MIN;
    private int failures;

    /**
     * @param folder of everything that any authority gave; it need not be there
     * @param meanwhile what is shown until the first certificate has come
     */
    public AcmeCertificates(
            AcmeAgreement agreement,
            Path folder,
            CertificateSource meanwhile,
            MeterRegistry meters,
            InstantSource clock,
            RandomSource random) {
        this.files = new AcmeFiles(folder.resolve(agreement.folder()));
        this.meanwhile = meanwhile;
        this.answers = new AcmeAnswers(clock, random);
        this.authority = new AcmeAuthority(agreement, answers, clock);
        this.renewal = new RenewalTime(leaf -> account.flatMap(key -> authority.window(key, leaf)), random);
        this.meters = meters;
        this.clock = clock;
        this.random = random;
    }

    /** What there is now; the files are read once, for nobody but this process writes them. */
    @Override
    public synchronized Loaded load() {
        if (account.isEmpty()) {
            try {
                account = Optional.of(files.accountKey());
                kept = files.certificate().filter(authority::covers);
                quietUntil = files.notBefore();
            } catch (IOException e) {
                return new Loaded.Bad(List.of(
                        new Mistake("/data", files.account().toString(), "must be a file of ours: " + e.getMessage())));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the platform cannot make a key", e);
            }
        }
        return kept.<Loaded>map(key -> new Loaded.Good(List.of(key), List.of())).orElseGet(meanwhile::load);
    }

    @Override
    public void start(Tls tls) {
        open(tls);
        if (kept.isEmpty()) {
            LOG.info("a certificate is being ordered; a self-signed one is shown until it comes");
        }
        ordering.start();
    }

    /** From now on a validation by {@code acme-tls/1} can be answered. */
    void open(Tls tls) {
        answers.open(tls);
    }

    @Override
    public Handler unencrypted(Handler inner) {
        return answers.before(inner);
    }

    private void keepOrdering() {
        try {
            while (!closed) {
                step();
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException end) {
            LOG.debug("no more certificates are ordered");
        }
    }

    /** Orders a certificate if it is time for that. */
    void step() throws InterruptedException {
        try {
            Instant now = clock.instant();
            if (!now.isBefore(quietUntil) && isDue(now)) {
                concluded(authority.order(account.orElseThrow(), kept.map(CertifiedKey::leaf)));
            }
        } catch (RuntimeException bug) {
            // Without this nobody would ever order again.
            LOG.error("a certificate could not be ordered", bug);
            pause(Optional.empty());
        }
    }

    private boolean isDue(Instant now) {
        return kept.isEmpty() || !now.isBefore(renewal.of(kept.get().leaf(), now));
    }

    private void concluded(AcmeOutcome outcome) {
        switch (outcome) {
            case Issued(CertifiedKey key) -> {
                count("issued");
                failures = 0;
                failure = Optional.empty();
                kept = Optional.of(key);
                quietUntil = clock.instant().plus(rest(key.leaf()));
                store(key);
                LOG.info(
                        "the authority gave a certificate for {} that is good until {}",
                        key.hosts(),
                        key.leaf().getNotAfter().toInstant());
            }
            case Failed failed -> {
                if (closed) {
                    return;
                }
                count(failed.kind().label());
                pause(failed.notBefore());
                if (!failure.map(Failed::why).equals(Optional.of(failed.why()))) {
                    LOG.error("no certificate could be had: the authority {}; {}", failed.why(), next());
                }
                failure = Optional.of(failed);
            }
        }
    }

    /** An authority that would have a new certificate renewed at once must not get an order at every look. */
    private static Duration rest(X509Certificate leaf) {
        Duration part = RenewalTime.life(leaf).dividedBy(LEAST_PART);
        return part.compareTo(LONGEST_REST) < 0 ? part : LONGEST_REST;
    }

    private void count(String outcome) {
        Counter.builder("sallyport.acme.orders")
                .description("Orders of certificates by what came of them")
                .tag("outcome", outcome)
                .register(meters)
                .increment();
    }

    private String next() {
        return kept.map(key -> "the old one stays, which is good until "
                                + key.leaf().getNotAfter().toInstant())
                        .orElse("a self-signed one is shown")
                + "; the next attempt is at " + quietUntil;
    }

    /** Twice as long after each failure, and half as long again at most, by chance; never shorter than the authority wishes. */
    private void pause(Optional<Instant> notBefore) {
        failures++;
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        long chance = random.bytes(1)[0] & 0xff;
        Instant ours = clock.instant().plus(pause).plusMillis(pause.toMillis() * chance / 512);
        quietUntil = notBefore.filter(ours::isBefore).orElse(ours);
        notBefore.ifPresent(this::store);
    }

    private void store(CertifiedKey key) {
        try {
            files.keep(key);
        } catch (IOException e) {
            LOG.error("the new certificate is shown but could not be kept; the next start orders another", e);
        }
    }

    /** The authority's word outlasts a restart; our own pause does not, so that who mends something need not wait. */
    private void store(Instant notBefore) {
        try {
            files.keep(notBefore);
        } catch (IOException e) {
            LOG.error("it could not be kept that the authority wishes to hear nothing before {}", notBefore, e);
        }
    }

    @Override
    public Optional<String> trouble() {
        Optional<X509Certificate> leaf = kept.map(CertifiedKey::leaf);
        boolean late = leaf.filter(known -> clock.instant().isBefore(RenewalTime.lastPart(known)))
                .isEmpty();
        return failure.filter(failed -> late)
                .map(failed -> leaf.map(known -> "the certificate of the street ends on "
                                        + known.getNotAfter().toInstant() + " and is not renewed")
                                .orElse("the street has a self-signed certificate")
                        + "; the authority " + failed.why());
    }

    @Override
    public void close() {
        closed = true;
        ordering.interrupt();
    }
}
